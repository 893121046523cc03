using System.Diagnostics;

namespace PersonaGrain.Grains.Benchmarks.Reporting;

/// <summary>What a number of calls took of this process.</summary>
/// <param name="PerSecond">Calls per second.</param>
/// <param name="Microseconds">Processor time of this process per call.</param>
/// <param name="Bytes">Managed bytes allocated per call.</param>
internal readonly record struct Measured(double PerSecond, double Microseconds, double Bytes)
{
    /// <summary>Runs calls from many callers side by side, each waiting for its answer before the next.</summary>
    /// <param name="calls">How many calls in all.</param>
    /// <param name="callers">How many callers.</param>
    /// <param name="signals">What one call counts as.</param>
    /// <param name="call">Makes one call, given its number.</param>
    public static async Task<Measured> RunAsync(int calls, int callers, int signals, Func<int, Task> call)
    {
        GC.Collect();
        var process = Process.GetCurrentProcess();
        var (time, bytes, began) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync)));
        var elapsed = Stopwatch.GetElapsedTime(began);
        process.Refresh();
        var counted = (double)calls * signals;
        return new(counted / elapsed.TotalSeconds, (process.TotalProcessorTime - time).TotalMicroseconds / counted, (GC.GetTotalAllocatedBytes() - bytes) / counted);

        async Task CallAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number < calls)
            {
                await call(number);
            }
        }
    }
}
