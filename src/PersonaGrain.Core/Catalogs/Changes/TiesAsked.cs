namespace PersonaGrain.Catalogs.Changes;

/// <summary>What a segment asks beyond its own subject, by itself or by way of segments, scores and computed traits.</summary>
/// <param name="Accounts">People are asked about an account of theirs: they know nothing of what it becomes by time before that happens.</param>
/// <param name="MemberSegments">Accounts are asked for the segments of their members: an account knows nothing of what these become by time before that happens.</param>
internal readonly record struct TiesAsked(bool Accounts, bool MemberSegments)
{
    /// <summary>What a segment of a catalog asks.</summary>
    /// <param name="catalog">The catalog of people.</param>
    /// <param name="segment">A segment of people or of accounts.</param>
    internal static TiesAsked Of(Catalog catalog, string segment)
    {
        var (asked, followed) = (default(TiesAsked), new HashSet<(bool IsOfAccounts, UseKind Kind, string Name)>());
        var left = new Stack<(bool IsOfAccounts, CatalogUse Use)>();
        left.Push((!catalog.Document.Segments.ContainsKey(segment), new CatalogUse(UseKind.Segment, segment)));
        while (left.TryPop(out var next))
        {
            var (isOfAccounts, use) = next;
            if (!followed.Add((isOfAccounts, use.Kind, use.Name)))
            {
                continue;
            }

            foreach (var each in UsesOf((isOfAccounts ? catalog.OfAccounts : catalog).Document, use))
            {
                asked = each.IsOfOthers ? asked.With(isOfAccounts, each.Kind) : asked;
                if (!each.IsOfOthers || !isOfAccounts)
                {
                    left.Push((isOfAccounts || each.IsOfOthers, each with { IsOfOthers = false }));
                }
            }
        }

        return asked;
    }

    private TiesAsked With(bool isOfAccounts, UseKind kind) => isOfAccounts
        ? this with { MemberSegments = MemberSegments || kind == UseKind.Segment }
        : this with { Accounts = true };

    private static IEnumerable<CatalogUse> UsesOf(CatalogDocument catalog, CatalogUse use) => use.Kind switch
    {
        UseKind.Segment when catalog.Segments.TryGetValue(use.Name, out var segment) => CatalogUses.Of(segment.When),
        UseKind.Score when catalog.Scores.TryGetValue(use.Name, out var score) => score.Context.SelectMany(static addition => CatalogUses.Of(addition.When)),
        UseKind.Trait when catalog.ComputedTraits.TryGetValue(use.Name, out var trait) => CatalogUses.Of(trait),
        _ => [],
    };
}
