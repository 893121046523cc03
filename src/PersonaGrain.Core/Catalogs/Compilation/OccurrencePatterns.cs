using System.Globalization;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>What profiles keep for conditions on how occurrences follow each other; conditions that need the same share it.</summary>
/// <param name="measures">The measures that they may be of.</param>
/// <param name="readingOf">How the signals of a type are read.</param>
/// <param name="first">The place of the first one among what profiles keep for computed traits: after all of those.</param>
internal sealed class OccurrencePatterns(MeasureTable measures, Func<string, SignalReading> readingOf, int first)
{
    private readonly OrderedDictionary<string, PatternTrait> _byName = new(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    internal IEnumerable<PatternTrait> All => _byName.Values;

    /// <summary>
    /// What is kept for a pattern of a measure, made where it is missing and <paramref name="make"/>; null where the measure is unknown or it may not be made.
    /// </summary>
    internal PatternTrait? Find(MeasureReference reference, OccurrencePattern pattern, bool make)
    {
        if (measures.Identify(reference) is not { } source)
        {
            return null;
        }

        // No trait has such a name, so that no signal sets one.
        var name = string.Create(CultureInfo.InvariantCulture, $"\0{pattern.Text} {source.StoredKey:x16}");
        if (!_byName.TryGetValue(name, out var found) && make)
        {
            found = new PatternTrait(name, first + _byName.Count, reference, source, readingOf(source.Signal), pattern);
            _byName.Add(name, found);
        }

        return found;
    }

    /// <summary>Those that take the signals of a type.</summary>
    internal IEnumerable<PatternTrait> Of(string signal) => All.Where(pattern => pattern.Signal == signal);

    /// <summary>Notes which segments each may change.</summary>
    /// <param name="segments">The segments that each may change, by name.</param>
    /// <param name="none">No segment.</param>
    internal void Touch(IReadOnlyDictionary<string, ulong[]> segments, ulong[] none)
    {
        foreach (var pattern in All)
        {
            pattern.Segments = segments.GetValueOrDefault(pattern.Name, none);
        }
    }
}
