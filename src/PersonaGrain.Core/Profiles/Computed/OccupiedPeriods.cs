namespace PersonaGrain.Profiles.Computed;

/// <summary>How many occurrences lie in each of the newest periods, while these roll; and which is the n-th newest one that has any.</summary>
/// <param name="occurrences">Those of each period, the newest first; zeroes at the beginning.</param>
/// <param name="rank">The n.</param>
internal ref struct OccupiedPeriods(Span<int> occurrences, int rank)
{
    private readonly Span<int> _occurrences = occurrences;
    private int _place = -1;
    private int _occupied;

    /// <summary>An occurrence comes into a period; into one that is too old for interest, without effect.</summary>
    internal void Enter(int period)
    {
        if (period < _occurrences.Length && _occurrences[period]++ == 0 && period <= _place)
        {
            _occupied++;
        }
    }

    /// <summary>An occurrence leaves a period.</summary>
    internal void Leave(int period)
    {
        if (--_occurrences[period] == 0 && period <= _place)
        {
            _occupied--;
        }
    }

    /// <summary>The place of the n-th newest period that has an occurrence, from 0; the number of periods where there is none.</summary>
    /// <remarks>It moves little from one step to the next.</remarks>
    internal int Place()
    {
        while (_occupied < rank && _place + 1 < _occurrences.Length)
        {
            _occupied += _occurrences[++_place] > 0 ? 1 : 0;
        }

        if (_occupied < rank)
        {
            return _occurrences.Length;
        }

        while (_occupied > rank || _occurrences[_place] == 0)
        {
            _occupied -= _occurrences[_place--] > 0 ? 1 : 0;
        }

        return _place;
    }
}
