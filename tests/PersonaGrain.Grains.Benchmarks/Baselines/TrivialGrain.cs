using Orleans.Placement;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Grid;

namespace PersonaGrain.Grains.Benchmarks.Baselines;

/// <summary>The least that a call of a grain can cost, placed as profiles are.</summary>
[Alias("personagrain.benchmarks.trivial")]
public interface ITrivialGrain : IGrainWithStringKey
{
    /// <summary>Takes what a profile takes and answers what it answers.</summary>
    [Alias("same-messages")]
    Task<ObserveAnswer> SameMessagesAsync(ObserveRequest request);

    /// <summary>Takes and answers nothing.</summary>
    [Alias("empty")]
    Task EmptyAsync();
}

[HashBasedPlacement]
[GrainType("personagrain.benchmarks.trivial")]
internal sealed class TrivialGrain : Grain, ITrivialGrain
{
    public Task<ObserveAnswer> SameMessagesAsync(ObserveRequest request) =>
        Task.FromResult(new ObserveAnswer(new ObservationOutcome[request.Signals.Length], null, TimeSpan.Zero));

    public Task EmptyAsync() => Task.CompletedTask;
}
