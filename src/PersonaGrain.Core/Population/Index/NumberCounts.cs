using PersonaGrain.Binary;
using PersonaGrain.Profiles;

namespace PersonaGrain.Population.Index;

/// <summary>How many people have a number of each bin: bins of three leading digits, and of fewer where there are too many of those.</summary>
internal sealed class NumberCounts
{
    private const int MostDigits = 3;

    /// <summary>From this level of the room on numbers are counted of fewer traits, half as many at each: those whose names have the least hashes.</summary>
    private const int FewerTraits = MostDigits;

    private const int HashBits = 64;

    private readonly int _segments;
    private readonly ValueRoom _room;
    private readonly ulong _hash;
    private Dictionary<int, SegmentCounts> _bins = [];
    private int _digits;
    private int _charged;

    internal NumberCounts(string trait, int segments, ValueRoom room) =>
        (_segments, _room, _hash, _digits) = (segments, room, MessageFingerprint.Of(trait), DigitsOf(room.Level));

    /// <summary>Ranges of numbers that somebody has, in order.</summary>
    internal IEnumerable<(double From, double To, SegmentCounts Counts)> Ranges => Written.Select(one =>
    {
        var (from, to) = NumberBin.Edges(one.Key, _digits);
        return (from, to, one.Value);
    });

    /// <summary>People whose number is not whole.</summary>
    internal long Fractions { get; private set; }

    /// <summary>Whether there is anything to write.</summary>
    internal bool IsThere => IsCounted && (_digits < DigitsOf(_room.Level) || Fractions != 0 || Written.Any());

    /// <summary>Whether it is as one that was just begun.</summary>
    internal bool IsEmpty => _bins.Count == 0 && _digits == DigitsOf(_room.Level);

    /// <summary>
    /// How many bins it has of so many digits as the room allows. Where it has fewer digits of its own accord there were too many of those, however many there are now: so
    /// it never becomes less by what comes.
    /// </summary>
    internal int Share => !IsCounted ? 0 : _digits < DigitsOf(_room.Level) ? TraitValues.Most + 1 : _bins.Count;

    private bool IsCounted => _room.Level < FewerTraits || _hash >> Math.Max(0, HashBits - 1 - (_room.Level - FewerTraits)) == 0;

    private IOrderedEnumerable<KeyValuePair<int, SegmentCounts>> Written => _bins.Where(static one => !one.Value.IsZero).OrderBy(static one => one.Key);

    internal void Add(double number, ReadOnlySpan<int> segments, int step)
    {
        if (IsCounted)
        {
            Fractions += Math.Floor(number) != number ? step : 0;
            Find(NumberBin.Of(number)).Add(segments, step);
            HoldLimits();
        }
    }

    internal void Merge(NumberCounts other)
    {
        Fractions += IsCounted ? other.Fractions : 0;
        CoarsenTo(other._digits);
        foreach (var (bin, counts) in other._bins.TakeWhile(_ => IsCounted))
        {
            Find(bin).Merge(counts);
            HoldLimits();
        }
    }

    /// <summary>Goes by what the room allows.</summary>
    internal void Coarsen()
    {
        CoarsenTo(DigitsOf(_room.Level));
        if (!IsCounted)
        {
            (_bins, Fractions) = ([], 0);
            Charge();
        }
    }

    internal void Write(in ByteWriter writer)
    {
        KeyValuePair<int, SegmentCounts>[] bins = [.. Written];
        writer.Signed(Fractions);
        writer.Byte((byte)_digits);
        writer.Unsigned((ulong)bins.Length);
        foreach (var (bin, counts) in bins)
        {
            writer.Signed(bin);
            counts.Write(writer);
        }
    }

    internal void Read(ref ByteReader reader)
    {
        var fractions = reader.Signed();
        Fractions += IsCounted ? fractions : 0;
        CoarsenTo(reader.Byte());
        for (var left = reader.Count(); left > 0; left--)
        {
            var bin = (int)reader.Signed();
            (IsCounted ? Find(bin) : new SegmentCounts(_segments)).Read(ref reader);
            HoldLimits();
        }
    }

    private static int DigitsOf(int level) => Math.Max(1, MostDigits - level);

    private SegmentCounts Find(int bin)
    {
        var coarser = NumberBin.Coarser(bin, _digits);
        return _bins.TryGetValue(coarser, out var counts) ? counts : _bins[coarser] = new SegmentCounts(_segments);
    }

    /// <summary>After a count, not before: bins that are made coarser are others then.</summary>
    private void HoldLimits()
    {
        if (_bins.Count > TraitValues.Most)
        {
            CoarsenTo(_digits - 1);
        }

        Charge();
    }

    private void Charge()
    {
        var more = _bins.Count - _charged;
        _charged = _bins.Count;
        if (more != 0)
        {
            _room.CountBins(more);
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
        foreach (var (bin, counts) in finer)
        {
            Find(bin).Merge(counts);
        }

        Charge();
    }
}
