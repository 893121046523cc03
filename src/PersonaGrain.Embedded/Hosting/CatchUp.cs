using PersonaGrain.Embedded.Store;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Hosting;

/// <summary>Lets everything happen that came due while the store was closed, in order of time.</summary>
internal static class CatchUp
{
    /// <summary>Runs up to now. The clock moves on meanwhile: what comes due then is the schedule's.</summary>
    public static Task RunAsync(GridEngine engine, Action<double> progress, CancellationToken cancellation)
    {
        var until = engine.Context.Time.Now;
        var first = engine.Readers.Read(static connection => FirstWake(connection));
        return engine.Schedule.RunToAsync(
            until,
            cancellation,
            reached => progress(until <= first ? 1 : (reached - first) / (until - first)));
    }

    private static Instant FirstWake(StoreConnection connection)
    {
        using var read = connection.Once("SELECT at FROM wakes ORDER BY at LIMIT 1");
        return read.Step() ? read.Instant(0) : Instant.Never;
    }
}
