namespace PersonaGrain.Population.Index;

/// <summary>How much is counted of all traits together. All parts of a census go by the same rules, so that what is counted does not hang on how people were dealt to parts.</summary>
/// <remarks>
/// Of texts those with the least hashes are counted (a bottom-k sample): one that is among them over all parts is so in each part, so that its count is whole. Numbers
/// become coarser for all traits, and are at last counted of fewer traits. Both rules only ever become stricter, and never by more than what came asks for.
/// </remarks>
/// <param name="texts">Texts of all traits together.</param>
/// <param name="bins">Bins of numbers of all traits together.</param>
internal sealed class ValueRoom(int texts, int bins)
{
    // The limits are held exactly only when the counts are looked at, so that texts are not sorted for each that comes.
    private readonly int _textsBetween = texts + (texts / 4);
    private readonly List<TraitValues> _traits = [];
    private int _texts;
    private int _bins;

    /// <summary>Texts whose hash is less are counted.</summary>
    internal ulong TextLimit { get; private set; } = ulong.MaxValue;

    /// <summary>How often numbers were made coarser, or traits of numbers fewer.</summary>
    internal int Level { get; private set; }

    internal void Add(TraitValues trait) => _traits.Add(trait);

    internal void Remove(IReadOnlySet<TraitValues> traits) => _traits.RemoveAll(traits.Contains);

    internal void CountTexts(int more)
    {
        _texts += more;
        if (more > 0 && _texts > _textsBetween)
        {
            Settle();
        }
    }

    internal void CountBins(int more)
    {
        _bins += more;
        if (more > 0 && _bins > bins)
        {
            CoarsenBins();
        }
    }

    /// <summary>Takes over the stricter of two rules.</summary>
    internal void Restrict(ulong textLimit, int level)
    {
        TextLimit = Math.Min(TextLimit, textLimit);
        RaiseTo(Math.Max(Level, level));
    }

    /// <summary>Holds the limits exactly.</summary>
    internal void Settle()
    {
        // What a trait has too many of must not count against others.
        _traits.ForEach(static trait => trait.TextCounts.Settle());
        if (_texts > texts)
        {
            ulong[] hashes = [.. _traits.SelectMany(static trait => trait.TextCounts.Hashes).Order()];
            TextLimit = hashes[texts];
            _traits.ForEach(static trait => trait.TextCounts.Settle());
        }

        CoarsenBins();
    }

    private void CoarsenBins()
    {
        while (_traits.Sum(static trait => trait.Numbers.Share) > bins)
        {
            RaiseTo(Level + 1);
        }
    }

    private void RaiseTo(int level)
    {
        if (level > Level)
        {
            Level = level;
            _traits.ForEach(static trait => trait.Numbers.Coarsen());
        }
    }
}
