using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Signals.Composition;

namespace PersonaGrain.Identities;

/// <summary>The identities that come with a signal: which one it is taken by, and which it names besides.</summary>
public static class SignalIdentities
{
    /// <summary>The most identities that a signal may name beside the one it is taken by.</summary>
    public const int Maximum = 16;

    /// <summary>The identities that a signal names beside the one it is taken by: those that its sender gave, and those of declared traits.</summary>
    /// <remarks>Costs two checks and no allocation where the sender gave none and no kind has a trait.</remarks>
    public static FurtherIdentities Of(in Observation observation, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return (observation.Others is null && !catalog.Identities.HasTraits) || AccountKey.IsAccount(observation.Profile) ? default : Gather(observation, catalog);
    }

    /// <summary>Chooses the identity that a signal is taken by: the usable one of highest priority; see <see cref="IdentityKinds.All"/>.</summary>
    /// <param name="sent">The identities that the sender named.</param>
    /// <param name="kinds">The kinds of the catalog in force.</param>
    /// <param name="blocked">What stands for nobody as a user and as an anonymous visitor.</param>
    public static PrimaryIdentity Primary(ReadOnlySpan<Identity> sent, IdentityKinds kinds, BlockedIds blocked)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(blocked);
        if (sent.Length == 1 && !IsBlocked(sent[0], kinds, blocked) && kinds.TryKey(sent[0], out var only, out _))
        {
            return new PrimaryIdentity(only, null, []);
        }

        var candidates = new IdentityCandidates(kinds);
        foreach (ref readonly var identity in sent)
        {
            if (IsBlocked(identity, kinds, blocked))
            {
                candidates.Note(Blocked(identity));
                continue;
            }

            candidates.Add(identity);
        }

        var keys = candidates.Take(Maximum + 1);
        return keys.Count switch
        {
            0 => new PrimaryIdentity(default, null, candidates.Notes),
            1 => new PrimaryIdentity(keys[0], null, candidates.Notes),
            _ => new PrimaryIdentity(keys[0], [.. keys.Skip(1).Select(key => Identity.Of(key, kinds))], candidates.Notes),
        };
    }

    private static bool IsBlocked(in Identity identity, IdentityKinds kinds, BlockedIds blocked) =>
        kinds.Find(identity.Kind ?? string.Empty) is { IsBuiltIn: true } && blocked.Contains(identity.Value);

    private static FurtherIdentities Gather(in Observation observation, Catalog catalog)
    {
        var traits = observation.Signal.Traits;
        if (observation.Others is not { Count: > 0 } others)
        {
            if (!Names(traits, catalog.Identities))
            {
                return default;
            }

            others = [];
        }

        var candidates = new IdentityCandidates(catalog.Identities);
        foreach (var identity in others)
        {
            candidates.Add(identity);
        }

        AddTraits(traits, catalog, candidates);
        candidates.Remove(observation.Profile);
        if (catalog.Identities.TryResolve(observation.Profile.Value, out var primary, out _))
        {
            candidates.Remove(primary);
        }

        var keys = candidates.Take(Maximum);
        return new FurtherIdentities(keys, candidates.Notes);
    }

    private static bool Names(IReadOnlyList<TraitChange> changes, IdentityKinds kinds)
    {
        for (var index = 0; kinds.HasTraits && index < changes.Count; index++)
        {
            if (NameOf(changes[index]) is { } name && !kinds.OfTrait(name).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private static void AddTraits(IReadOnlyList<TraitChange> changes, Catalog catalog, IdentityCandidates candidates)
    {
        for (var index = 0; catalog.Identities.HasTraits && index < changes.Count; index++)
        {
            if (NameOf(changes[index]) is { } name && catalog.Identities.OfTrait(name) is { IsEmpty: false } kinds
                && ValueOf(changes[index] with { Name = name }, catalog) is { } value)
            {
                foreach (var kind in kinds)
                {
                    candidates.Add(new Identity(kind.Name, value), FieldName.Of("traits", name));
                }
            }
        }
    }

    private static string? NameOf(in TraitChange change) =>
        change.Operation is TraitOperation.Set or TraitOperation.SetIfMissing && IdentifierText.IsSound(change.Name, FieldName.MaximumLength)
            ? ComposedText.Of(change.Name)
            : null;

    // What is wrong with the trait is noted where it is checked; an empty one names nobody, and is no fault.
    private static string? ValueOf(in TraitChange change, Catalog catalog) =>
        TraitRule.Read(change, catalog.Document.Traits.GetValueOrDefault(change.Name), isStrict: false, out var read) is null
            && (read.Value.IsNumber || !string.IsNullOrWhiteSpace(read.Value.Text))
            ? read.Value.ToString()
            : null;

    private static SignalFault Blocked(in Identity identity) => new(
        "blocked_id",
        $"identities.{identity.Kind}",
        "a text that stands for nobody, such as null or 0, is no id of a person; send the real id or leave it out")
    {
        Sample = ValueMask.Of(identity.Value),
    };
}
