using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>
/// Finds definitions that end up depending on themselves: segments and scores through conditions, triggers through what starts them.
/// </summary>
/// <param name="document">The catalog.</param>
/// <param name="root">The path of its sections.</param>
/// <param name="faults">Where they are noted.</param>
internal sealed class Cycles(CatalogDocument document, string root, FaultList faults)
{
    private readonly Dictionary<string, bool> _done = [];
    private readonly List<string> _trail = [];

    internal static void Check(CatalogDocument document, FaultList faults)
    {
        Check(document, "$", faults);
        if (document.Accounts is not null)
        {
            Check(AccountsDocument.Of(document), "$.accounts", faults);
        }
    }

    private static void Check(CatalogDocument document, string root, FaultList faults)
    {
        var cycles = new Cycles(document, root, faults);
        foreach (var node in document.Segments.Keys.Select(static name => "segments." + name)
            .Concat(document.Scores.Keys.Select(static name => "scores." + name))
            .Concat(document.Triggers.Keys.Select(static name => "triggers." + name)))
        {
            cycles.Visit(node);
        }
    }

    // Depth first; at most a few hundred nodes deep, by the limits on segments, scores and triggers.
    private void Visit(string node)
    {
        if (_done.TryGetValue(node, out var done))
        {
            if (!done)
            {
                Report(node);
            }

            return;
        }

        _done[node] = false;
        _trail.Add(node);
        foreach (var next in Next(node).Distinct())
        {
            Visit(next);
        }

        _trail.RemoveAt(_trail.Count - 1);
        _done[node] = true;
    }

    private void Report(string node)
    {
        var (section, name) = Split(node);
        var cycle = _trail.SkipWhile(visited => visited != node).Append(node).Select(static visited => Split(visited).Name);
        faults.Add(
            DocumentPath.Append($"{root}.{section}", name),
            null,
            $"it depends on itself: {string.Join(" → ", cycle)}; break the circle");
    }

    private IEnumerable<string> Next(string node)
    {
        var (section, name) = Split(node);
        return section switch
        {
            "segments" when document.Segments.TryGetValue(name, out var segment) => AskedBy(segment.When),
            "scores" when document.Scores.TryGetValue(name, out var score) =>
                [.. score.Context.SelectMany(static context => AskedBy(context.When)), .. score.Similarity is { } similarity ? ["segments." + similarity.Seed] : Array.Empty<string>()],
            "triggers" when document.Triggers.TryGetValue(name, out var trigger) => After(trigger.After),
            _ => [],
        };
    }

    private static IEnumerable<string> AskedBy(ConditionDocument condition) => ConditionReferences.Of(condition)
        .Select(static reference => (reference.Kind == ReferenceKind.Score ? "scores." : "segments.") + reference.Name);

    // A trigger that is started by its own derived signal would fire for ever.
    private IEnumerable<string> After(string measure)
    {
        var signal = document.Measures.TryGetValue(measure, out var found) ? found.Signal : measure;
        return document.Triggers.ContainsKey(signal) ? ["triggers." + signal] : [];
    }

    private static (string Section, string Name) Split(string node)
    {
        var dot = node.IndexOf('.', StringComparison.Ordinal);
        return (node[..dot], node[(dot + 1)..]);
    }
}
