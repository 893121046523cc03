using PersonaGrain.Catalogs;
using PersonaGrain.Conditions;
using PersonaGrain.Documents;
using PersonaGrain.Time;

namespace PersonaGrain.Indexing;

/// <summary>A search under a catalog: the field that gives the order, what else is tested, and the segment.</summary>
internal sealed class SearchPlan
{
    private SearchPlan(ProfileSearch search, Instant now, FieldRange sort, IReadOnlyList<FieldRange> others)
    {
        (Now, Sort, Others) = (now, sort, others);
        (Segment, Descending, Limit) = (search.Segment, search.Descending, search.Limit);
    }

    internal Instant Now { get; }

    internal FieldRange Sort { get; }

    internal IReadOnlyList<FieldRange> Others { get; }

    internal string? Segment { get; }

    internal bool Descending { get; }

    internal int Limit { get; }

    /// <summary>Whether whatever lies in the range of the sorted field is found.</summary>
    internal bool IsPlain => Segment is null && Others.Count == 0 && Sort.TakesAll;

    /// <summary>The order of the page.</summary>
    internal int Compare(IndexedActor left, IndexedActor right)
    {
        var order = left.Key.CompareTo(right.Key);
        order = order != 0 ? order : left.Actor.CompareTo(right.Actor);
        return Descending ? -order : order;
    }

    /// <summary>Makes a plan; or says why there is none.</summary>
    internal static SearchRefused? Of(Catalog catalog, ProfileSearch search, Instant now, out SearchPlan plan)
    {
        plan = null!;
        var fields = (search.OfAccounts ? catalog.OfAccounts : catalog).IndexedFields;
        if (search.Segment is { } segment && !catalog.Segments.Any(known => known.Name == segment && known.IsOfAccounts == search.OfAccounts))
        {
            var whose = search.OfAccounts ? "accounts" : "people";
            return new SearchRefused(SearchFault.UnknownSegment, segment, $"{whose} have no segment of this name; GET /v1/segments lists those that there are");
        }

        var sort = search.SortBy ?? search.Where.FirstOrDefault(static test => test.Tests.Any(static one => one.Operator == ValueOperator.Is))?.Field
            ?? (search.Where.Count > 0 ? search.Where[0].Field : null);
        if (sort is null)
        {
            return new SearchRefused(SearchFault.NothingAsked, string.Empty, "say by which trait or score to sort, or what to look for");
        }

        var ranges = new Dictionary<string, FieldRange>(StringComparer.Ordinal);
        foreach (var name in search.Where.Select(static test => test.Field).Prepend(sort).Distinct(StringComparer.Ordinal))
        {
            if (fields.FirstOrDefault(field => field.Name == name) is not { } field)
            {
                return NotIndexed(name, fields);
            }

            ranges.Add(name, new FieldRange(field, [.. search.Where.Where(test => test.Field == name).SelectMany(static test => test.Tests)], now));
        }

        plan = new SearchPlan(search, now, ranges[sort], [.. ranges.Where(entry => entry.Key != sort).Select(static entry => entry.Value)]);
        return null;
    }

    private static SearchRefused NotIndexed(string name, IReadOnlyList<IndexedField> fields)
    {
        var known = fields.Count == 0 ? "nothing is indexed yet" : $"indexed are {string.Join(", ", fields.Select(static field => field.Name))}";
        return new SearchRefused(
            SearchFault.NotIndexed,
            name,
            $"the catalog has no indexed trait or score of this name{NearName.Hint(name, fields.Select(static field => field.Name))}; {known}: write \"indexed\": true beside a trait or score to sort and search by it (a score is asked for as {IndexedField.ScorePrefix}NAME)");
    }
}

/// <summary>A field and what is asked of it.</summary>
internal sealed class FieldRange
{
    private readonly ValueTester _tester;

    internal FieldRange(IndexedField field, IReadOnlyList<ValueTest> tests, Instant now)
    {
        Field = field;
        Range = field.RangeOf(tests, now);
        TakesAll = tests.Count == 0;
        IsNarrow = tests.Any(static test => test.Operator is ValueOperator.Is or ValueOperator.StartsWith);
        _tester = ValueTester.Compile(tests);
    }

    internal IndexedField Field { get; }

    /// <summary>Where all lie that pass.</summary>
    internal IndexRange Range { get; }

    /// <summary>Whether nothing is asked.</summary>
    internal bool TakesAll { get; }

    /// <summary>Whether few may pass.</summary>
    internal bool IsNarrow { get; }

    /// <summary>Whether a value in the index passes. Of a text that was cut what is asked may lie beyond the cut, but for whether it is another one.</summary>
    internal bool Passes(SortKey key, Instant now) => TakesAll || (Range.Contains(key) && (key.IsCut || _tester.Matches(Field.ValueOf(key, now))));
}
