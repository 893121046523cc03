using PersonaGrain.Binary;
using PersonaGrain.Signals;

namespace PersonaGrain.Population.Index;

/// <summary>How many people, in all and in each segment, have each value of one trait.</summary>
/// <remarks>
/// Texts and truth values each for itself, numbers in bins of three leading digits, and of fewer where there are more than <see cref="Most"/> of those. Counts are exact. Of more than
/// <see cref="Most"/> texts those with the least hashes are counted and the others not: the same ones however people were dealt to parts, and in whatever order they came.
/// </remarks>
public sealed class TraitValues
{
    /// <summary>Texts, and bins of numbers, that are counted of one trait.</summary>
    public const int Most = 1_000;

    internal TraitValues(string trait, int segments, ValueRoom room)
    {
        (TextCounts, Numbers) = (new TextCounts(trait, segments, room), new NumberCounts(trait, segments, room));
        room.Add(this);
    }

    /// <summary>Texts that somebody has.</summary>
    public IEnumerable<KeyValuePair<string, SegmentCounts>> Texts => TextCounts.All;

    /// <summary>Ranges of numbers that somebody has, in order.</summary>
    public IEnumerable<(double From, double To, SegmentCounts Counts)> Ranges => Numbers.Ranges;

    /// <summary>Whether all its numbers are whole.</summary>
    public bool IsWhole => Numbers.Fractions == 0;

    internal TextCounts TextCounts { get; }

    internal NumberCounts Numbers { get; }

    /// <summary>Whether there is anything to write.</summary>
    internal bool IsThere => TextCounts.IsThere || Numbers.IsThere;

    /// <summary>Adds what a person has, or takes it out.</summary>
    /// <param name="value">The value; of a list each element.</param>
    /// <param name="segments">The places of the segments that the person is in.</param>
    /// <param name="step">1 to add, −1 to take out.</param>
    /// <param name="person">Another number for each person.</param>
    internal void Add(in AttributeValue value, ReadOnlySpan<int> segments, int step, long person)
    {
        switch (value.Kind)
        {
            case AttributeKind.Text:
                AddText(value.Text, segments, step, person);
                break;
            case AttributeKind.Boolean:
                AddText(value.Boolean ? "true" : "false", segments, step, person);
                break;
            case AttributeKind.Number or AttributeKind.Integer:
                Numbers.Add(value.Number, segments, step);
                break;
            case AttributeKind.List:
                foreach (ref readonly var element in value.List)
                {
                    // Not in bins: a person has several, and these may be one bin later.
                    AddText(element.Kind == AttributeKind.Text ? element.Text : element.ToString(), segments, step, person);
                }

                break;
            default:
                break;
        }
    }

    internal void AddText(string text, ReadOnlySpan<int> segments, int step, long person) => TextCounts.Add(text, segments, step, person);

    internal void Merge(TraitValues other)
    {
        TextCounts.Merge(other.TextCounts);
        Numbers.Merge(other.Numbers);
    }

    internal void Write(in ByteWriter writer)
    {
        TextCounts.Write(writer);
        Numbers.Write(writer);
    }

    internal void Read(ref ByteReader reader)
    {
        TextCounts.Read(ref reader);
        Numbers.Read(ref reader);
    }
}
