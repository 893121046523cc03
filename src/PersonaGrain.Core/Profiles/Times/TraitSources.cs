using PersonaGrain.Accounts;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles.Traits;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Times;

/// <summary>Finds the signals that gave traits their values: goes through those that count in the order of their times, as they were folded.</summary>
internal sealed class TraitSources
{
    private readonly Dictionary<string, JournaledEntry> _sources = new(StringComparer.Ordinal);
    private bool _hasTrees;

    private TraitSources()
    {
    }

    /// <summary>The traits of a profile with where they come from.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="counting">The signals that count, in any order.</param>
    /// <param name="isWhole">Whether these are all.</param>
    /// <param name="isByTime">Whether cursors are those of a list in the order of times.</param>
    internal static SourcedTraits Of(ProfileReading profile, IReadOnlyList<JournaledEntry> counting, bool isWhole, bool isByTime)
    {
        var sources = new TraitSources();
        foreach (var signal in counting.OrderBy(static each => each.Entry.At).ThenBy(static each => each.Sequence))
        {
            // Members of an account bring their signals along, and not their traits.
            if (signal.Entry.Signal.Origin is null || !AccountKey.IsAccount(profile.Id))
            {
                sources.Fold(signal);
            }
        }

        var explanation = profile.Explain();
        var computed = explanation.ComputedTraits.ToDictionary(static trait => trait.Name, static trait => trait.Of, StringComparer.Ordinal);
        return new SourcedTraits(profile.Id, profile.AsOf, [.. explanation.View.Traits.OrderBy(static trait => trait.Key, StringComparer.Ordinal).Select(Sourced)], isWhole);

        SourcedTrait Sourced(KeyValuePair<string, AttributeValue> trait)
        {
            if (computed.TryGetValue(trait.Key, out var of))
            {
                return new SourcedTrait(trait.Key, trait.Value) { Computed = of };
            }

            return sources._sources.TryGetValue(trait.Key, out var source) && (isWhole || IsNewest(profile.State.Traits, trait.Key, source))
                ? new SourcedTrait(trait.Key, trait.Value)
                {
                    Signal = new PlacedSignal(new TimelineEntry(profile.Catalog.Read(source.Entry.Signal), source.Entry.Received), SignalCursor.At(source, isByTime).ToString()),
                    Identity = source.Entry.Signal.Origin ?? profile.Id,
                }
                : new SourcedTrait(trait.Key, trait.Value);
        }
    }

    /// <summary>Whether nothing that was not looked at set the trait later.</summary>
    private static bool IsNewest(TraitTable traits, string name, in JournaledEntry source)
    {
        foreach (var entry in traits.Entries)
        {
            if (string.Equals(entry.Name, name, StringComparison.Ordinal))
            {
                return source.Entry.At.Ticks >= entry.Time;
            }
        }

        return false;
    }

    private void Fold(in JournaledEntry signal)
    {
        foreach (var change in signal.Entry.Signal.Traits)
        {
            if (change.ReplacesTree)
            {
                RemoveUnder(change.Name);
            }

            if (change.ReplacesAbove)
            {
                RemoveAbove(change.Name);
            }

            switch (change.Operation)
            {
                case TraitOperation.Remove or TraitOperation.RemoveTree:
                    _sources.Remove(change.Name);
                    break;
                case TraitOperation.SetIfMissing:
                    _sources.TryAdd(change.Name, signal);
                    break;
                default:
                    _sources[change.Name] = signal;
                    break;
            }

            _hasTrees |= change.Name.Contains('.', StringComparison.Ordinal);
        }
    }

    private void RemoveUnder(string tree)
    {
        foreach (var name in _hasTrees ? _sources.Keys.Where(name => TraitChange.IsUnder(tree, name)).ToArray() : [])
        {
            _sources.Remove(name);
        }
    }

    private void RemoveAbove(string name)
    {
        for (var dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
        {
            _sources.Remove(name[..dot]);
        }
    }
}
