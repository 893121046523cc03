using PersonaGrain.Binary;
using PersonaGrain.Profiles;

namespace PersonaGrain.Population.Index;

/// <summary>How many people have each text of a trait: whole counts of the texts that are counted, which are those with the least hashes.</summary>
internal sealed class TextCounts
{
    private const int LongestText = 100;

    // Sorted only now and then.
    private const int MostBetween = TraitValues.Most + (TraitValues.Most / 4);

    private readonly int _segments;
    private readonly ValueRoom _room;
    private readonly ulong _seed;
    private readonly Dictionary<string, SegmentCounts> _counts = new(StringComparer.Ordinal);
    private ulong _limit = ulong.MaxValue;

    internal TextCounts(string trait, int segments, ValueRoom room) => (_segments, _room, _seed) = (segments, room, MessageFingerprint.Of(trait));

    /// <summary>Texts that somebody has.</summary>
    internal IEnumerable<KeyValuePair<string, SegmentCounts>> All => _counts.Where(static one => !one.Value.IsZero);

    /// <summary>Whether it is as one that was just begun.</summary>
    internal bool IsEmpty => _counts.Count == 0 && _limit >= _room.TextLimit;

    internal IEnumerable<ulong> Hashes => _counts.Keys.Select(HashOf);

    /// <summary>Whether there is anything to write.</summary>
    internal bool IsThere => _limit < _room.TextLimit || All.Any();

    private ulong Limit => Math.Min(_limit, _room.TextLimit);

    internal void Add(string text, ReadOnlySpan<int> segments, int step, long person) => Find(text)?.AddOnce(segments, step, person);

    internal void Merge(TextCounts other)
    {
        _limit = Math.Min(_limit, other._limit);
        foreach (var (text, counts) in other._counts)
        {
            Find(text)?.Merge(counts);
        }
    }

    /// <summary>Takes out what is not counted any longer.</summary>
    internal void Settle()
    {
        Remove();
        if (_counts.Count > TraitValues.Most)
        {
            _limit = Hashes.Order().ElementAt(TraitValues.Most);
            Remove();
        }
    }

    internal void Write(in ByteWriter writer)
    {
        // The room's limit is written once for all traits.
        writer.Unsigned(~(_limit < _room.TextLimit ? _limit : ulong.MaxValue));
        KeyValuePair<string, SegmentCounts>[] texts = [.. All.OrderBy(static one => one.Key, StringComparer.Ordinal)];
        writer.Unsigned((ulong)texts.Length);
        foreach (var (text, counts) in texts)
        {
            writer.Text(text);
            counts.Write(writer);
        }
    }

    internal void Read(ref ByteReader reader)
    {
        _limit = Math.Min(_limit, ~reader.Unsigned());
        for (var left = reader.Count(); left > 0; left--)
        {
            var text = reader.Text();
            (Find(text) ?? new SegmentCounts(_segments)).Read(ref reader);
        }
    }

    /// <summary>The counts of a text; null where it is not counted for itself.</summary>
    private SegmentCounts? Find(string text)
    {
        if (_counts.TryGetValue(text, out var counts))
        {
            return counts;
        }

        if (text.Length > LongestText || HashOf(text) >= Limit)
        {
            return null;
        }

        counts = _counts[text] = new SegmentCounts(_segments);
        _room.CountTexts(1);
        if (_counts.Count > MostBetween)
        {
            Settle();
        }

        return counts;
    }

    private void Remove()
    {
        var limit = Limit;
        if (limit == ulong.MaxValue)
        {
            return;
        }

        var before = _counts.Count;
        foreach (var text in _counts.Keys.Where(text => HashOf(text) >= limit).ToArray())
        {
            _counts.Remove(text);
        }

        _room.CountTexts(_counts.Count - before);
    }

    /// <summary>Of trait and text, so that a text that many traits have is not left out of all.</summary>
    private ulong HashOf(string text) => (MessageFingerprint.Of(text) ^ _seed) * 0x9E3779B97F4A7C15;
}
