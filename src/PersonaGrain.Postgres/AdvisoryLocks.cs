namespace PersonaGrain.Postgres;

/// <summary>The keys of the locks that this project takes in its database; all processes of a cluster must use the same, whatever their version.</summary>
internal static class AdvisoryLocks
{
    /// <summary>Held by one set-up at a time, as long as its session.</summary>
    public const string Setup = "8099000980297441601";

    /// <summary>Held by the commit that gives out positions of events, to its end.</summary>
    public const string Positions = "8099000980297441602";

    /// <summary>
    /// Held by one saver of a catalog or publication at a time, so that a version can not slip in below a newer one; and, shared, by commits in
    /// which profiles come to a catalog, so that none of them is under way while a newer one is saved.
    /// </summary>
    public const string Catalogs = "8099000980297441603";
}
