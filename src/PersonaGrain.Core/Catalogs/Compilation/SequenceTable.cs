using System.Globalization;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>The sequences that profiles keep a tally for, each once; while a catalog is compiled, makes them.</summary>
internal sealed class SequenceTable
{
    private readonly List<SequenceShape> _shapes = [];

    /// <summary>The sequences made so far.</summary>
    internal IReadOnlyList<SequenceShape> Shapes => _shapes;

    /// <summary>The tally of a sequence, made where it is missing and <paramref name="make"/>; else null.</summary>
    /// <param name="condition">The sequence.</param>
    /// <param name="parts">The tallies of its steps in order, then that of what does not occur in between where something is named.</param>
    /// <param name="types">How the attribute that is equal is read in the signals of each.</param>
    /// <param name="make">Whether it may be made.</param>
    internal SequenceShape? Find(ConditionDocument.Sequence condition, MeasureSlot[] parts, DeclaredType?[] types, bool make)
    {
        var key = MessageFingerprint.Of(Describe(condition, parts, types));
        var shape = _shapes.Find(shape => shape.StoredKey == key);
        if (shape is null && make)
        {
            shape = new SequenceShape(
                _shapes.Count, key, condition.Steps.Count, condition.Within.Ticks, condition.CompletedWithin.Ticks, condition.Equal is not null, condition.Keep);
            _shapes.Add(shape);
            Feed(shape, condition, parts, types);
        }

        return shape;
    }

    /// <summary>The steps of a sequence in order, then what does not occur in between where something is named.</summary>
    internal static IEnumerable<MeasureReference> Parts(ConditionDocument.Sequence condition) =>
        condition.Without is { } without ? condition.Steps.Append(without) : condition.Steps;

    private static void Feed(SequenceShape shape, ConditionDocument.Sequence condition, MeasureSlot[] parts, DeclaredType?[] types)
    {
        for (var index = 0; index < parts.Length; index++)
        {
            var step = index < condition.Steps.Count ? 1 << index : SequenceShape.Without;
            parts[index].Feeds = [.. parts[index].Feeds, new SequenceFeed(shape, step, condition.Equal, types[index])];
        }
    }

    // Stored as a fingerprint: the text form must not change (golden test).
    private static string Describe(ConditionDocument.Sequence condition, MeasureSlot[] parts, DeclaredType?[] types)
    {
        var read = parts.Select((slot, index) => string.Create(CultureInfo.InvariantCulture, $"{slot.StoredKey} {types[index]?.Identity}"));
        var bounds = string.Create(CultureInfo.InvariantCulture, $"{condition.Steps.Count}|{condition.Within.Ticks}|{condition.CompletedWithin.Ticks}|{condition.Keep}");
        return string.Create(CultureInfo.InvariantCulture, $"sequence|{bounds}|{condition.Equal?.Length}:{condition.Equal}|{string.Join('|', read)}");
    }
}
