// What a process has used so far, and what that makes for each of its calls.

/** The process's counters at one moment; all its threads are in them. */
export function reading() {
  const usage = process.resourceUsage();
  return {
    wall: performance.now() * 1e3,
    cpu: usage.userCPUTime + usage.systemCPUTime,
    switches: usage.voluntaryContextSwitches + usage.involuntaryContextSwitches,
    resident: process.memoryUsage.rss(),
  };
}

/** What one call took, and how much the process has grown. */
export function cost(before, after, calls) {
  return {
    wall_us: (after.wall - before.wall) / calls,
    cpu_us: (after.cpu - before.cpu) / calls,
    switches: (after.switches - before.switches) / calls,
    growth_kib: (after.resident - before.resident) / 1024,
  };
}
