using System.Runtime.InteropServices;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Grains.Client;

/// <summary>The signals of one call, grouped by profile; each group keeps the call's order.</summary>
internal sealed class ObservationBatch
{
    private readonly Dictionary<ProfileId, List<int>> _places = [];
    private readonly IReadOnlyList<Observation> _observations;

    public ObservationBatch(IReadOnlyList<Observation> observations)
    {
        _observations = observations;
        Outcomes = new ObservationOutcome[observations.Count];
        for (var index = 0; index < observations.Count; index++)
        {
            ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, observations[index].Profile, out _);
            (places ??= []).Add(index);
        }

        Profiles = [.. _places.Keys];
    }

    /// <summary>The profiles, in the order in which the call first names them.</summary>
    public IReadOnlyList<ProfileId> Profiles { get; }

    /// <summary>One outcome for each signal, in the call's order; filled in by <see cref="Fill"/>.</summary>
    public ObservationOutcome[] Outcomes { get; }

    /// <summary>The signals of a profile.</summary>
    public Signal[] SignalsOf(ProfileId profile)
    {
        var places = _places[profile];
        var signals = new Signal[places.Count];
        for (var index = 0; index < signals.Length; index++)
        {
            signals[index] = _observations[places[index]].Signal;
        }

        return signals;
    }

    /// <summary>Notes what became of the signals of a profile.</summary>
    public void Fill(ProfileId profile, ObservationOutcome[] outcomes)
    {
        var places = _places[profile];
        for (var index = 0; index < outcomes.Length; index++)
        {
            Outcomes[places[index]] = outcomes[index];
        }
    }
}
