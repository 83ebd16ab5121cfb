"""Several processes that read documents: batches in, what was made of each document out, in order.

Decides how processes are started and share a model, who reads what, and what a process that
dies costs. What is read, and how, it doesn't know: it is given a function that loads something
and functions that work with that.

How processes are started (`processes`, `child`). We start one process of our own, the
*template*, which loads the model on one thread and reads a sentence; from it the workers are
forked, so that they share what is loaded: weights, libraries and word lists. Why not otherwise:

- Forking a process in which OpenMP, or anything else, has started threads can hang: the child
  has locks and pools without their threads. So the caller is never forked, whatever it has
  done before, and the template forks only while it has a single thread.
- `multiprocessing` would run the caller's script again in each child (hence its
  `if __name__ == "__main__"`), and its fork server is one for the whole program, not ours.
- Where forking isn't safe (macOS, Windows, or a library that starts threads when loaded), each
  worker is started and loads the model itself; the weights are mapped from one file.

How a process ends. Its input is its life: a thread waits for it, and the process ends at once
when the other side is gone, however that came. Ctrl-C reaches the caller only, since workers
have a session of their own. Nothing is unpickled but what such a process wrote to its pipe.
"""

from __future__ import annotations

from quotes.workers.pool import Workers

__all__ = ["Workers"]
