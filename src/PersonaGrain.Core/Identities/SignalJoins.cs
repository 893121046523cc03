using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Identities;

/// <summary>Joins what the signals of a call name beside the identities that they are taken by, before they are taken.</summary>
/// <param name="host">The engine.</param>
/// <param name="settled">What need not be asked again.</param>
public sealed class SignalJoins(IPersonHost host, SettledPairs settled)
{
    private static readonly SignalFault Postponed = new(
        "join_postponed", "identities", "identities take so many signals that they could not be joined now; a signal that names them after a minute tries again");

    /// <summary>Whether any signal of a call may name further identities. Two checks for each, no allocation.</summary>
    public static bool MayName(IReadOnlyList<Observation> observations, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentNullException.ThrowIfNull(catalog);
        if (catalog.Identities.HasTraits)
        {
            return true;
        }

        for (var index = 0; index < observations.Count; index++)
        {
            if (observations[index].Others is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Joins them, in the order of the call; those of one signal by their priority.</summary>
    /// <param name="observations">The call.</param>
    /// <param name="catalog">What is in force.</param>
    /// <param name="cancellation">Ends it between two joins.</param>
    public async ValueTask<JoinedCall> JoinAsync(IReadOnlyList<Observation> observations, CatalogInForce catalog, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentNullException.ThrowIfNull(catalog);
        var call = new JoinedCall();
        for (var index = 0; index < observations.Count && call.Fault is null; index++)
        {
            var further = SignalIdentities.Of(observations[index], catalog.Catalog);
            call.Add(index, further.Notes);
            foreach (var other in further.Keys)
            {
                await JoinAsync(index, observations[index], other, catalog, call, cancellation);
            }
        }

        return call;
    }

    private async ValueTask JoinAsync(int index, Observation observation, ProfileId other, CatalogInForce catalog, JoinedCall call, CancellationToken cancellation)
    {
        if (call.Fault is not null)
        {
            return;
        }

        if (settled.TryGet(observation.Profile, other, catalog.Version, host.Now, out var known))
        {
            call.Add(index, known is null ? [] : [known]);
            return;
        }

        if (catalog.Machine.Admit(observation.Signal, host.Now).Signal is null)
        {
            // What is not taken joins nobody.
            return;
        }

        var reason = LinkReason.OfSignal(observation.Signal.Id);
        switch (await PersonOperations.LinkAsync([observation.Profile, other], reason, host, cancellation))
        {
            case LinkResult.Unavailable { IsContended: true }:
                // The signal counts in any case, and one that names both after a minute tries again: a join that comes later leads to the same.
                settled.Add(observation.Profile, other, catalog.Version, host.Now, Postponed);
                call.Add(index, [Postponed]);
                break;
            case LinkResult.Unavailable unavailable:
                call.Fault = unavailable;
                break;
            case LinkResult.Refused refused:
                settled.Add(observation.Profile, other, catalog.Version, host.Now, refused.Fault);
                call.Add(index, [refused.Fault]);
                break;
            default:
                settled.Add(observation.Profile, other, catalog.Version, host.Now, null);
                break;
        }
    }
}

/// <summary>What came of the further identities of a call.</summary>
public sealed class JoinedCall
{
    private readonly Dictionary<int, List<SignalFault>> _notes = [];

    /// <summary>Why the call can not be taken now; null where it can.</summary>
    public LinkResult.Unavailable? Fault { get; internal set; }

    /// <summary>The outcomes of the call with what was left out noted.</summary>
    /// <param name="outcomes">The outcomes, in the call's order.</param>
    public IReadOnlyList<ObservationOutcome> Noted(IReadOnlyList<ObservationOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        return _notes.Count == 0 ? outcomes : [.. outcomes.Select((outcome, index) =>
            outcome.Status == ObservationStatus.Accepted && _notes.TryGetValue(index, out var notes) ? outcome with { Notes = [.. outcome.Notes, .. notes] } : outcome)];
    }

    internal void Add(int index, IReadOnlyList<SignalFault> notes)
    {
        if (notes.Count > 0)
        {
            (_notes.TryGetValue(index, out var known) ? known : _notes[index] = []).AddRange(notes);
        }
    }
}
