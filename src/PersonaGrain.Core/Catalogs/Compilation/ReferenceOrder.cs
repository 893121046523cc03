namespace PersonaGrain.Catalogs.Compilation;

/// <summary>Puts segments in an order in which each stands after those it refers to, by way of scores too.</summary>
internal sealed class ReferenceOrder
{
    private readonly CatalogDocument _catalog;
    private readonly List<string> _ordered = [];
    private readonly Dictionary<string, bool> _done = [];

    private ReferenceOrder(CatalogDocument catalog) => _catalog = catalog;

    /// <summary>The segments' names in order.</summary>
    /// <exception cref="InvalidOperationException">References form a cycle.</exception>
    internal static IReadOnlyList<string> Of(CatalogDocument catalog)
    {
        var order = new ReferenceOrder(catalog);
        foreach (var name in catalog.Segments.Keys)
        {
            order.VisitSegment(name);
        }

        foreach (var name in catalog.Scores.Keys)
        {
            order.VisitScore(name);
        }

        return order._ordered;
    }

    private void VisitSegment(string name)
    {
        if (_catalog.Segments.TryGetValue(name, out var segment) && Begin("segment " + name))
        {
            Visit(segment.When);
            _done["segment " + name] = true;
            _ordered.Add(name);
        }
    }

    private void VisitScore(string name)
    {
        if (_catalog.Scores.TryGetValue(name, out var score) && Begin("score " + name))
        {
            foreach (var addition in score.Context)
            {
                Visit(addition.When);
            }

            _done["score " + name] = true;
        }
    }

    private bool Begin(string node)
    {
        if (!_done.TryGetValue(node, out var done))
        {
            _done.Add(node, false);
            return true;
        }

        return done ? false : throw new InvalidOperationException($"{node} refers to itself; a sound document has no cycles");
    }

    private void Visit(ConditionDocument condition)
    {
        foreach (var reference in ConditionReferences.Of(condition))
        {
            if (reference.Kind == ReferenceKind.Score)
            {
                VisitScore(reference.Name);
            }
            else
            {
                VisitSegment(reference.Name);
            }
        }
    }
}
