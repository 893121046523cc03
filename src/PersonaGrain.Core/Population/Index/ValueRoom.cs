namespace PersonaGrain.Population.Index;

/// <summary>How many values may still be counted for themselves, over all traits.</summary>
internal sealed class ValueRoom(int most)
{
    private int _left = most;

    /// <summary>Takes a place; false where there is none.</summary>
    internal bool TryTake()
    {
        if (_left == 0)
        {
            return false;
        }

        _left--;
        return true;
    }

    /// <summary>Gives places back.</summary>
    internal void Free(int places) => _left += places;
}
