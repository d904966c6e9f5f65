# SPDX-License-Identifier: Apache-2.0
"""Kills gateways at random moments and looks whether the ledger kept its promises.

usage: kill.py WORKER CHECKER MAKER FEEGUARD TOWN ROUNDS [SEED]

In each round four workers share one ledger until they are killed: all at once, or one first, whose
place another takes while the others go on. Then the ledger is opened again, and held against the
workers' logs: nothing that was acknowledged is lost, nothing stands twice where one may, every record
of the trail is there, and the file is sound. On the first broken promise everything is kept and its
place is told.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

from model import Model, Wrong
from trail import Trail, sound

WORKERS = 4
KEYS = 6
DEEP = 20  # after so many rounds all charges are looked at, not only the last ones


class Town:
    def __init__(self, arguments):
        self.worker, self.checker, maker, self.command, town = arguments
        self.directory = tempfile.mkdtemp(prefix="feeguard-kill-")
        shutil.copy(town, self.directory)
        subprocess.run([maker, self.directory], check=True)
        self.ledger = os.path.join(self.directory, "ledger.db")
        self.nothing = os.path.join(self.directory, "nothing")
        open(self.nothing, "w").close()
        self.trail = Trail(self.ledger)
        self.model = Model()
        self.retries = []
        self.open_ns = []
        self.kills = 0

    # ---- a round ----

    def start(self, name, number, retries):
        log = os.path.join(self.directory, f"{name}-{number}.log")
        command = [self.worker, self.directory, self.ledger, log, name, str(number), retries]
        return log, subprocess.Popen(command)

    def kill(self, process):
        process.kill()
        self.kills += 1
        status = process.wait()
        if status != -9:
            raise Wrong(f"a worker ended by itself: {status}")

    def round(self, name, chance):
        retries = os.path.join(self.directory, "retries")
        with open(retries, "w") as file:
            file.writelines(self.retries)
        workers = [self.start(name, i, retries if i == 0 else self.nothing) for i in range(WORKERS)]
        time.sleep(chance.uniform(0.01, 0.35))
        if chance.random() < 0.4:
            self.kill(workers[chance.randrange(WORKERS)][1])
            workers.append(self.start(name, WORKERS, self.nothing))
            time.sleep(chance.uniform(0.01, 0.2))
        for _, process in workers:
            if process.returncode is None:
                self.kill(process)
        touched = []
        for log, _ in workers:
            if os.path.exists(log):
                touched += self.model.read_log(log)
                os.unlink(log)
        self.retries = self.model.retries(touched)
        return touched

    # ---- looking ----

    def look(self, charges, keys):
        asked = [f"T {charge.txn} {charge.key}\n" for charge in charges]
        asked += [f"K {key}\n" for key in keys]
        command = [self.checker, self.directory, self.ledger]
        run = subprocess.run(command, input="".join(asked), stdout=subprocess.PIPE, text=True)
        if run.returncode != 0:
            raise Wrong(f"the ledger could not be asked: {run.returncode}")
        first, *lines, last = run.stdout.splitlines()
        self.open_ns.append(int(first.split()[1]))
        standing = {key: 0 for key in keys}
        for charge, line in zip(charges, lines):
            charge.look(line.split()[2])
            if charge.key in standing:
                standing[charge.key] += charge.stands
        for key, line in zip(keys, lines[len(charges) :]):
            if standing[key] > 1:
                raise Wrong(f"{key}: {standing[key]} charges stand")
            if line != f"K {key} {'taken' if standing[key] else 'free'}":
                raise Wrong(f"{key}: {standing[key]} stand, the ledger says: {line}")
        return [int(count) for count in last.split()[1:]]

    def look_at_round(self, name, touched):
        keys = [f"{name}-K{i}" for i in range(KEYS)]
        self.look(touched, keys)
        self.model.check_keys(touched)
        last = self.trail.position  # what lies before it was followed already
        known = [charge for charge in touched if (charge.position or 0) > last]
        self.trail.follow({charge.position: charge.txn for charge in known})

    def look_at_all(self):
        charges = list(self.model.charges.values())
        reserved, committed = self.look(charges, sorted({charge.key for charge in charges}))
        for states, count in ((("reserved",), reserved), (("committed", "refunded"), committed)):
            expected = sum(charge.state in states for charge in charges)
            if count != expected:
                raise Wrong(f"{expected} charges are {states[0]}, health says {count}")
        self.trail.follow({})
        sound(self.ledger)


def run(town, rounds, seed):
    chance = random.Random(seed)
    for i in range(1, rounds + 1):
        name = f"r{i}"
        town.look_at_round(name, town.round(name, chance))
        if i % DEEP == 0 or i == rounds:
            town.look_at_all()
    if town.model.allowed < rounds:
        raise Wrong(f"only {town.model.allowed} charges were allowed: too little happened")


def main():
    *arguments, rounds = sys.argv[1:7]
    seed = int(sys.argv[7]) if len(sys.argv) > 7 else 1
    town = Town(arguments)
    try:
        run(town, int(rounds), seed)
    except Wrong as wrong:
        print(f"kill: seed {seed}: {wrong}\nkill: everything is kept in {town.directory}")
        return 1
    model, milliseconds = town.model, sorted(ns / 1e6 for ns in town.open_ns)
    print(
        f"{town.kills} kills; {model.acknowledged} calls acknowledged, {model.doubts} in doubt,"
        f" {model.allowed} charges allowed, {model.unavailable} answered without the ledger;"
        f" opening after a kill took {milliseconds[len(milliseconds) // 2]:.0f} ms,"
        f" at worst {milliseconds[-1]:.0f} ms"
    )
    shutil.rmtree(town.directory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
