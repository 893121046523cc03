using PersonaGrain.Grid;
using Polly;
using Polly.Retry;

namespace PersonaGrain.Cli.Ingest;

/// <summary>When a batch is sent again: the grid itself says after how long.</summary>
internal static class SendPolicies
{
    /// <summary>How often in a row a batch is sent to a store that can not be written.</summary>
    private const int MaximumAttempts = 20;

    /// <summary>Until the grid has room to begin a batch. What it does not answer at once has begun.</summary>
    public static ResiliencePipeline<Task<ObserveResult>> UntilBegun(TimeProvider time) =>
        new ResiliencePipelineBuilder<Task<ObserveResult>> { TimeProvider = time }
            .AddRetry(Again<Task<ObserveResult>>(
                int.MaxValue, static answer => answer is { IsCompletedSuccessfully: true, Result: ObserveResult.Busy busy } ? busy.RetryAfter : null))
            .Build();

    /// <summary>Until a batch was dealt with; the result is unavailable where the store could not be written for too long.</summary>
    public static ResiliencePipeline<ObserveResult> UntilObserved(TimeProvider time) =>
        new ResiliencePipelineBuilder<ObserveResult> { TimeProvider = time }
            .AddRetry(Again<ObserveResult>(int.MaxValue, static result => (result as ObserveResult.Busy)?.RetryAfter))
            .AddRetry(Again<ObserveResult>(MaximumAttempts - 1, static result => (result as ObserveResult.Unavailable)?.RetryAfter))
            .Build();

    private static RetryStrategyOptions<TAnswer> Again<TAnswer>(int retries, Func<TAnswer?, TimeSpan?> after) => new()
    {
        MaxRetryAttempts = retries,
        ShouldHandle = arguments => ValueTask.FromResult(after(arguments.Outcome.Result) is not null),
        DelayGenerator = arguments => ValueTask.FromResult(after(arguments.Outcome.Result)),
    };
}
