using PersonaGrain.Binary;
using PersonaGrain.Signals;

namespace PersonaGrain.Population.Index;

/// <summary>How many people, in all and in each segment, have each value of one trait.</summary>
/// <remarks>
/// Texts and truth values each for itself, numbers in bins of three leading digits, and of fewer where there are more than <see cref="Most"/> of those: exact for
/// the bins there are. Of more than <see cref="Most"/> texts the first ones that came are counted, the others together as <see cref="Others"/>: none of them can
/// be had by more people than that.
/// </remarks>
public sealed class TraitValues
{
    /// <summary>Texts, and bins of numbers, that are kept of one trait.</summary>
    public const int Most = 1_000;

    private const int LongestText = 100;
    private const int MostDigits = 3;

    private readonly int _segments;
    private readonly ValueRoom _room;
    private readonly Dictionary<string, SegmentCounts> _texts = new(StringComparer.Ordinal);
    private Dictionary<int, SegmentCounts> _bins = [];
    private int _digits = MostDigits;

    internal TraitValues(int segments, ValueRoom room)
    {
        (_segments, _room) = (segments, room);
        (Others, Fractions) = (new SegmentCounts(segments), new SegmentCounts(segments));
    }

    /// <summary>Texts that somebody has.</summary>
    public IEnumerable<KeyValuePair<string, SegmentCounts>> Texts => _texts.Where(static one => !one.Value.IsZero);

    /// <summary>Ranges of numbers that somebody has, in order.</summary>
    public IEnumerable<(double From, double To, SegmentCounts Counts)> Ranges =>
        _bins.Where(static one => !one.Value.IsZero).OrderBy(static one => one.Key).Select(one => Range(one.Key, one.Value));

    /// <summary>People with a value that is not counted for itself.</summary>
    public SegmentCounts Others { get; }

    /// <summary>Whether all its numbers are whole.</summary>
    public bool IsWhole => Fractions.IsZero;

    private SegmentCounts Fractions { get; }

    private bool IsZero => _digits == MostDigits && Others.IsZero && Fractions.IsZero && _texts.Values.All(static one => one.IsZero) && _bins.Values.All(static one => one.IsZero);

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
                AddNumber(value.Number, segments, step, person);
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

    internal void AddText(string text, ReadOnlySpan<int> segments, int step, long person) => TextOf(text).AddOnce(segments, step, person);

    internal void Merge(TraitValues other)
    {
        // A text that one part counted for itself and the other may have put together with others is not known as a whole.
        var (isWhole, isOtherWhole) = (Others.IsZero, other.Others.IsZero);
        foreach (var (text, counts) in _texts.Where(one => !isOtherWhole && !other._texts.ContainsKey(one.Key)).ToArray())
        {
            Others.Merge(counts);
            _texts.Remove(text);
            _room.Free(1);
        }

        foreach (var (text, counts) in other._texts)
        {
            (isWhole || _texts.ContainsKey(text) ? TextOf(text) : Others).Merge(counts);
        }

        Others.Merge(other.Others);
        Fractions.Merge(other.Fractions);

        CoarsenTo(other._digits);
        foreach (var (bin, counts) in other._bins)
        {
            BinOf(NumberBin.Coarser(bin, _digits)).Merge(counts);
            CoarsenWhereMany();
        }
    }

    internal void Write(in ByteWriter writer)
    {
        Others.Write(writer);
        Fractions.Write(writer);
        KeyValuePair<string, SegmentCounts>[] texts = [.. Texts.OrderBy(static one => one.Key, StringComparer.Ordinal)];
        writer.Unsigned((ulong)texts.Length);
        foreach (var (text, counts) in texts)
        {
            writer.Text(text);
            counts.Write(writer);
        }

        writer.Byte((byte)_digits);
        KeyValuePair<int, SegmentCounts>[] bins = [.. _bins.Where(static one => !one.Value.IsZero).OrderBy(static one => one.Key)];
        writer.Unsigned((ulong)bins.Length);
        foreach (var (bin, counts) in bins)
        {
            writer.Signed(bin);
            counts.Write(writer);
        }
    }

    internal void Read(ref ByteReader reader)
    {
        Others.Read(ref reader);
        Fractions.Read(ref reader);
        for (var left = reader.Count(); left > 0; left--)
        {
            var text = reader.Text();
            TextOf(text).Read(ref reader);
        }

        _digits = reader.Byte();
        for (var left = reader.Count(); left > 0; left--)
        {
            BinOf((int)reader.Signed()).Read(ref reader);
        }
    }

    /// <summary>Whether there is anything to write.</summary>
    internal bool IsThere => !IsZero;

    private void AddNumber(double number, ReadOnlySpan<int> segments, int step, long person)
    {
        BinOf(NumberBin.Coarser(NumberBin.Of(number), _digits)).AddOnce(segments, step, person);
        if (Math.Floor(number) != number)
        {
            Fractions.AddOnce(segments, step, person);
        }

        CoarsenWhereMany();
    }

    private SegmentCounts TextOf(string text)
    {
        if (_texts.TryGetValue(text, out var counts))
        {
            return counts;
        }

        return _texts.Count >= Most || text.Length > LongestText || !_room.TryTake() ? Others : _texts[text] = new SegmentCounts(_segments);
    }

    private SegmentCounts BinOf(int bin) => _bins.TryGetValue(bin, out var counts) ? counts
        : !_room.TryTake() ? Others
        : _bins[bin] = new SegmentCounts(_segments);

    private void CoarsenWhereMany()
    {
        if (_bins.Count > Most)
        {
            CoarsenTo(_digits - 1);
        }
    }

    private void CoarsenTo(int digits)
    {
        if (digits >= _digits)
        {
            return;
        }

        var finer = _bins;
        (_bins, _digits) = ([], digits);
        _room.Free(finer.Count);
        foreach (var (bin, counts) in finer)
        {
            BinOf(NumberBin.Coarser(bin, digits)).Merge(counts);
        }
    }

    private (double From, double To, SegmentCounts Counts) Range(int bin, SegmentCounts counts)
    {
        var (from, to) = NumberBin.Edges(bin, _digits);
        return (from, to, counts);
    }
}
