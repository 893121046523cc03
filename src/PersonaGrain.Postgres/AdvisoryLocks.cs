namespace PersonaGrain.Postgres;

/// <summary>The keys of the locks that this project takes in its database; all processes of a cluster must use the same, whatever their version.</summary>
internal static class AdvisoryLocks
{
    /// <summary>Held by one set-up at a time, as long as its session.</summary>
    public const string Setup = "8099000980297441601";

    /// <summary>Held by the commit that gives out positions of events, to its end.</summary>
    public const string Positions = "8099000980297441602";

    /// <summary>
    /// Held by one who changes what is news to other processes (a catalog, a publication, a workspace) at a time, so that a version can not slip in below
    /// a newer one, and news become visible in order; and, shared, by commits in
    /// which profiles come to a catalog, so that none of them is under way while a newer one is saved.
    /// </summary>
    public const string Catalogs = "8099000980297441603";

    /// <summary>
    /// The first half of a lock whose second half is the number of a workspace other than main: held, shared, by whatever writes something of it, and alone
    /// by who begins to remove it. Functions of the database name it too.
    /// </summary>
    public const string Workspaces = "1885827886";
}
