"""Answers calls to the Python original, one JSON text a line: [operation, argument] in, [error, result] out."""

import json
import logging
import resource
import sys
import time

sys.path.insert(0, sys.argv[1])
logging.disable(logging.CRITICAL)
from orchestrator.persistence.enhanced import create_enhanced_persistence  # noqa: E402

# Its default cache, "tiered", fails at every read that is not cached.
store = create_enhanced_persistence(base_path=sys.argv[2], max_snapshots=0, cache_strategy="memory")
answers = sys.stdout
sys.stdout = sys.stderr


def load(path):
    with open(path, encoding="utf-8") as file:
        store.save(json.load(file))
    # It opens with its latest snapshot, not with what was saved last.
    store.create_snapshot()


def set_many(documents):
    for key, value in documents:
        store.set(key, value)


def time_gets(keys):
    taken = []
    for key in keys:
        start = time.perf_counter()
        store.get(key)
        taken.append((time.perf_counter() - start) * 1e6)
    return taken


def compare(states):
    delta = store.compare_snapshots(states[0], states[1])["delta_info"]
    return len(delta["changes"]) + len(delta["removed_keys"])


operations = {
    "load": load,
    "set": lambda document: store.set(document[0], document[1]),
    "set_many": set_many,
    "get": lambda key: store.get(key, None),
    "time_gets": time_gets,
    "commit": lambda _: store.create_snapshot(),
    "compare": compare,
    "restore": lambda version: store.restore_snapshot(version) and None,
    "peak_memory": lambda _: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    "close": lambda _: store.cleanup(),
}

for line in sys.stdin:
    operation, argument = json.loads(line)
    try:
        answer = [None, operations[operation](argument)]
    except Exception as error:
        answer = [f"{type(error).__name__}: {error}", None]
    answers.write(json.dumps(answer) + "\n")
    answers.flush()
