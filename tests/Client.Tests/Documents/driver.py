import sys

for line in sys.stdin:
    key, value, budget = line.split()
    try:
        repeat(lambda: store.set(key, value, ex=60), float(budget))
        print("written", flush=True)
    except Exception as failure:
        print(f"failed {type(failure).__name__} {failure}".replace("\n", " "), flush=True)
