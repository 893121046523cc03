using Orleans.Placement;
using PersonaGrain.Grains.Wire;

namespace PersonaGrain.Grains.Benchmarks.Baselines;

/// <summary>A profile as it is usually written with Orleans: its state is written at each signal, before the answer.</summary>
[Alias("personagrain.benchmarks.state")]
public interface IStateGrain : IGrainWithStringKey
{
    /// <summary>Takes a signal; the answer comes when the state is durable.</summary>
    [Alias("observe")]
    Task ObserveAsync(ObserveRequest request);
}

/// <summary>A state as large as a warm profile's snapshot.</summary>
[GenerateSerializer, Alias("personagrain.benchmarks.state-of-profile")]
public sealed class StateOfProfile
{
    /// <summary>How many signals there were.</summary>
    [Id(0)]
    public long Signals { get; set; }

    /// <summary>What a fold would leave; its content makes no difference to what is measured.</summary>
    [Id(1)]
    public byte[] Folded { get; set; } = new byte[400];
}

[HashBasedPlacement]
[GrainType("personagrain.benchmarks.state")]
internal sealed class StateGrain([PersistentState("state", StateGrain.Storage)] IPersistentState<StateOfProfile> state) : Grain, IStateGrain
{
    /// <summary>The stock AdoNet storage, with a database of its own on the same server.</summary>
    public const string Storage = "baseline";

    public Task ObserveAsync(ObserveRequest request)
    {
        state.State.Signals += request.Signals.Length;
        return state.WriteStateAsync();
    }
}
