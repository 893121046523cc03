namespace PersonaGrain.Learning.Purchases;

/// <summary>A history that a number of customers share.</summary>
/// <param name="History">The history.</param>
/// <param name="Customers">How many.</param>
internal readonly record struct WeightedHistory(PurchaseHistory History, int Customers)
{
    /// <summary>Histories with equal ones taken together, ordered by x, so that what depends on x alone is computed once for each.</summary>
    public static WeightedHistory[] Collapse(IEnumerable<PurchaseHistory> histories)
    {
        var counts = new Dictionary<PurchaseHistory, int>();
        foreach (var history in histories)
        {
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, history, out _)++;
        }

        var collapsed = counts.Select(static entry => new WeightedHistory(entry.Key, entry.Value)).ToArray();
        Array.Sort(collapsed, static (one, other) => one.History.Frequency.CompareTo(other.History.Frequency));
        return collapsed;
    }
}
