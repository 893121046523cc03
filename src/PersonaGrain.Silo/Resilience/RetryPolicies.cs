using Polly;
using Polly.Retry;

namespace PersonaGrain.Silo.Resilience;

/// <summary>How this program asks again for what it needs: the one place for pauses and bounds.</summary>
/// <remarks>
/// An attempt answers why something is not ready, or null when it is; what it throws is not tried again. The pipelines log nothing:
/// the attempt itself tells what it waits for when that changes.
/// </remarks>
internal static class RetryPolicies
{
    /// <summary>Between two looks at another process or the database: one second.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LocalPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Every second, until it is ready.</summary>
    public static ResiliencePipeline<string?> UntilReady(TimeProvider time) => Asking(Pause, bound: null, time);

    /// <summary>Every second, until it is ready or the time since this call is over; then the last reason is the result.</summary>
    public static ResiliencePipeline<string?> UntilReady(TimeSpan bound, TimeProvider time) => Asking(Pause, bound, time);

    /// <summary>Every 100 ms, for processes of this machine that start or end; else as <see cref="UntilReady(TimeSpan, TimeProvider)"/>.</summary>
    public static ResiliencePipeline<string?> UntilReadyHere(TimeSpan bound, TimeProvider time) => Asking(LocalPause, bound, time);

    private static ResiliencePipeline<string?> Asking(TimeSpan pause, TimeSpan? bound, TimeProvider time)
    {
        var began = time.GetTimestamp();
        return new ResiliencePipelineBuilder<string?> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<string?>
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = pause,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Result is not null && (bound is null || time.GetElapsedTime(began) + pause <= bound)),
            })
            .Build();
    }
}
