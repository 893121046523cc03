using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Finds segments of people and of accounts that end up depending on each other: accounts would tell people, and people accounts, for ever.</summary>
internal sealed class AccountCycles
{
    private readonly Dictionary<string, HashSet<string>> _next = new(StringComparer.Ordinal);
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly List<string> _trail = [];
    private readonly FaultList _faults;

    private AccountCycles(CatalogDocument document, FaultList faults)
    {
        _faults = faults;
        var accounts = AccountsDocument.Of(document);
        foreach (var (name, segment) in document.Segments)
        {
            _next["$.segments." + name] = [.. OwnOf(segment.When, document, "$"), .. OfAccounts(segment.When, document)];
        }

        foreach (var (name, segment) in accounts.Segments)
        {
            _next["$.accounts.segments." + name] = [.. OwnOf(segment.When, accounts, "$.accounts"), .. OfMembers(segment.When, accounts)];
        }
    }

    internal static void Check(CatalogDocument document, FaultList faults)
    {
        if (document.Accounts is not null)
        {
            var cycles = new AccountCycles(document, faults);
            foreach (var name in cycles._next.Keys)
            {
                cycles.Visit(name);
            }
        }
    }

    private void Visit(string name)
    {
        if (_trail.Contains(name))
        {
            var cycle = _trail.SkipWhile(visited => visited != name).Append(name).ToArray();
            if (cycle.Any(static visited => visited.StartsWith("$.accounts.", StringComparison.Ordinal)) && cycle.Any(static visited => !visited.StartsWith("$.accounts.", StringComparison.Ordinal)))
            {
                _faults.Add(name, null, $"people and accounts depend on each other: {string.Join(" → ", cycle.Select(static visited => visited[(visited.LastIndexOf('.') + 1)..]))}; break the circle");
            }

            return;
        }

        if (!_done.Contains(name))
        {
            _trail.Add(name);
            foreach (var next in _next.GetValueOrDefault(name, []))
            {
                Visit(next);
            }

            _trail.RemoveAt(_trail.Count - 1);
            _done.Add(name);
        }
    }

    /// <summary>The segments of its own kind that a condition depends on, by itself or by the scores that it asks.</summary>
    private static IEnumerable<string> OwnOf(ConditionDocument condition, CatalogDocument document, string root) =>
        Conditions(condition, document, []).SelectMany(ConditionReferences.Of).Where(static reference => reference.Kind == ReferenceKind.Segment)
            .Select(reference => $"{root}.segments.{reference.Name}");

    private static IEnumerable<string> OfAccounts(ConditionDocument condition, CatalogDocument document) =>
        Conditions(condition, document, []).SelectMany(static one => one.Accept(AccountReferences.Finder))
            .Select(static account => account.Part).OfType<ConditionDocument.Segment>().Select(static segment => "$.accounts.segments." + segment.Name);

    private static IEnumerable<string> OfMembers(ConditionDocument condition, CatalogDocument accounts) =>
        Conditions(condition, accounts, []).SelectMany(static one => one.Accept(TraitReferences.Finder)).SelectMany(trait => Filters(trait, accounts))
            .Select(static filter => filter.Segment).OfType<string>().Select(static segment => "$.segments." + segment);

    private static IEnumerable<MemberFilter> Filters(string trait, CatalogDocument accounts) => accounts.ComputedTraits.GetValueOrDefault(trait) switch
    {
        ComputedTraitDocument.OfMembers members => [members.Filter],
        ComputedTraitDocument.Ratio ratio => [.. Filters(ratio.Dividend, accounts), .. Filters(ratio.Divisor, accounts)],
        _ => [],
    };

    /// <summary>A condition, and those of the scores that it asks.</summary>
    private static IEnumerable<ConditionDocument> Conditions(ConditionDocument condition, CatalogDocument document, HashSet<string> scores) =>
    [
        condition,
        .. ConditionReferences.Scores(condition).Where(scores.Add).SelectMany(score => document.Scores.TryGetValue(score, out var found) ? found.Context : [])
            .SelectMany(context => Conditions(context.When, document, scores)),
    ];
}
