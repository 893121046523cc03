using PersonaGrain.Catalogs;
using PersonaGrain.Conditions;
using PersonaGrain.Documents;
using PersonaGrain.Signals;
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

    /// <summary>How many points scores that it sorts or tests by may lie from those now.</summary>
    internal double Error => Others.Append(Sort).Max(static range => range.Field.Error);

    /// <summary>The cursor of the page that comes after one.</summary>
    internal string CursorOf(IndexedActor last, bool isSorted) => new SearchCursor(Sort.Field.Key, Descending, isSorted, last).ToString();

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

        // Who has no value in the field that gives the order is not found, so that none is taken that somebody without passes.
        var sort = search.SortBy ?? search.Where.FirstOrDefault(static test => test.Tests.Any(static one => one.Operator == ValueOperator.Is))?.Field
            ?? search.Where.FirstOrDefault(static test => !ValueTester.Compile(test.Tests).Matches(default(AttributeValue)))?.Field;
        if (sort is null)
        {
            return new SearchRefused(SearchFault.NothingAsked, string.Empty, "say by which trait or score to sort, or for which value to look");
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
    private readonly IReadOnlyList<ValueTest> _tests;

    internal FieldRange(IndexedField field, IReadOnlyList<ValueTest> tests, Instant now)
    {
        Field = field;
        _tests = field.Adapt(tests);
        Range = field.RangeOf(_tests, now);
        TakesAll = tests.Count == 0;
        IsNarrow = Range != IndexRange.All;
        _tester = ValueTester.Compile(_tests);
        PassesWithout = _tester.Matches(default(AttributeValue));
    }

    internal IndexedField Field { get; }

    /// <summary>Where all lie that pass.</summary>
    internal IndexRange Range { get; }

    /// <summary>Whether nothing is asked.</summary>
    internal bool TakesAll { get; }

    /// <summary>Whether somebody passes who has no value in the field.</summary>
    internal bool PassesWithout { get; }

    /// <summary>Whether few may pass.</summary>
    internal bool IsNarrow { get; }

    /// <summary>Whether a value in the index passes.</summary>
    internal bool Passes(SortKey key, Instant now) =>
        TakesAll || (Range.Contains(key) && (key.IsCut ? PassesCut(key) : _tester.Matches(Field.ValueOf(key, now))));

    /// <summary>Of a text that was cut it is known which text it is, and how it begins; what lies beyond contains nothing, and ends and matches nothing.</summary>
    private bool PassesCut(SortKey key)
    {
        foreach (var test in _tests)
        {
            var isOne = test.Operands.Any(operand => SortKey.Of(operand) == key);
            var passes = test.Operator switch
            {
                ValueOperator.Is or ValueOperator.In or ValueOperator.HasAny => isOne,
                ValueOperator.IsNot or ValueOperator.NotIn or ValueOperator.HasNone => !isOne,
                ValueOperator.HasAll => test.Operands.All(operand => SortKey.Of(operand) == key),
                ValueOperator.Exists => test.Operands[0].Boolean,
                ValueOperator.StartsWith => key.StartsWith(test.Operands[0].Text),
                ValueOperator.Contains => key.Value.Text.Contains(test.Operands[0].Text, StringComparison.Ordinal),
                _ => false,
            };
            if (!passes)
            {
                return false;
            }
        }

        return true;
    }
}
