namespace PersonaGrain.Catalogs.Reading;

/// <summary>Where readers put what they find wrong. Bounded, so that a hostile catalog costs no more than a large one.</summary>
internal sealed class FaultList(IList<CatalogFault> target)
{
    /// <summary>How many were found, listed or not.</summary>
    internal int Count { get; private set; }

    /// <summary>Near names are looked for only while the list is short: the search costs time per fault.</summary>
    internal bool SuggestsNames => Count < 200;

    internal void Add(string path, string? value, string message)
    {
        Count++;
        if (Count <= CatalogLimits.Faults)
        {
            target.Add(new CatalogFault(path, value, message));
        }
        else if (Count == CatalogLimits.Faults + 1)
        {
            target.Add(new CatalogFault("$", null, $"there are more than {CatalogLimits.Faults} faults; mend these to see the rest"));
        }
    }
}
