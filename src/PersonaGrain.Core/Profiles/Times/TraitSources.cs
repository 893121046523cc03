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
    private readonly TraitTable _traits = new();

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

            // Another value than these signals give came of others: of what came since, or of before all that was looked at.
            return sources._sources.TryGetValue(trait.Key, out var source) && sources._traits.Find(trait.Key).Equals(profile.State.Traits.Find(trait.Key))
                && (isWhole || IsNewest(profile.State.Traits, trait.Key, source))
                ? new SourcedTrait(trait.Key, trait.Value)
                {
                    Signal = new PlacedSignal(new TimelineEntry(profile.Catalog.Read(source.Entry.Signal), source.Entry.Received), SignalCursor.At(source, profile.Id, isByTime).ToString()),
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

    /// <summary>The one fold of traits says what becomes of each; the signal is the source of what it set, or changed.</summary>
    private void Fold(in JournaledEntry signal)
    {
        var changes = signal.Entry.Signal.Traits;
        if (changes.Count == 0)
        {
            return;
        }

        AttributeValue[] before = [.. changes.Select(change => _traits.Find(change.Name))];
        _traits.Apply(changes, signal.Entry.At.Ticks);
        for (var index = 0; index < before.Length; index++)
        {
            var change = changes[index];
            var after = _traits.Find(change.Name);
            if (after.Kind == AttributeKind.None)
            {
                _sources.Remove(change.Name);
            }
            else if (change.Operation == TraitOperation.Set || !after.Equals(before[index]))
            {
                _sources[change.Name] = signal;
            }
        }
    }
}
