using CultureInfo = System.Globalization.CultureInfo;
using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Indexing;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Reference;

/// <summary>Searches of a <see cref="ReferenceGrid"/>: every profile is asked, whatever is indexed.</summary>
internal static class ReferenceSearch
{
    /// <summary>All that are held by nobody else, as of now.</summary>
    internal static ProfileView[] Everybody(ReferenceProfiles profiles, ReferencePeople people, Instant now) =>
        [.. profiles.All.Select(profile => (Profile: profile, State: profiles.Advance(profile, now)))
            .Where(one => one.State is { Signals: > 0 } && people.HolderOf(one.Profile) == one.Profile)
            .Select(one => profiles.MachineOf(one.Profile).View(one.Profile, one.State!, now))];

    /// <summary>Whoever has an identity that begins so, written as its key is.</summary>
    internal static SearchResult ByIdentity(ProfileSearch search, IEnumerable<(ProfileId Identity, ProfileId Person)> all)
    {
        if (search.Identity!.EndsWith(':'))
        {
            return new SearchRefused(SearchFault.InvalidIdentity, search.Identity, "say how it begins");
        }

        var prefix = search.Identity.Trim().ToLowerInvariant();
        var found = all.Where(one => one.Identity.Value.StartsWith(prefix, StringComparison.Ordinal) && one.Identity.Value.Contains(':') == prefix.Contains(':'))
            .Where(one => search.Cursor is null || string.CompareOrdinal(one.Identity.Value, search.Cursor) > 0)
            .OrderBy(static one => one.Identity.Value, StringComparer.Ordinal).ToArray();
        return new ProfilePage(
            [.. found.Take(search.Limit).Select(static one => new FoundProfile(one.Person, AttributeValue.Of(one.Identity.Value)))],
            found.Length > search.Limit ? found[search.Limit - 1].Identity.Value : null,
            0,
            IsComplete: true);
    }

    internal static SearchResult Run(Catalog catalog, ProfileSearch search, IEnumerable<ProfileView> profiles)
    {
        if (search.Limit is < 1 or > ProfileSearch.MaximumLimit || search.Where.Count > ProfileSearch.MaximumTests)
        {
            throw new ArgumentOutOfRangeException(nameof(search));
        }

        var known = (search.OfAccounts ? catalog.OfAccounts : catalog).IndexedFields;
        var sort = search.SortBy ?? search.Where.FirstOrDefault(static test => test.Tests[0].Operator == ValueOperator.Is)?.Field
            ?? search.Where.FirstOrDefault(static test => test.Tests[0].Operator is not (ValueOperator.IsNot or ValueOperator.NotIn or ValueOperator.Exists))?.Field;
        if (search.Cursor is { } cursor && !cursor.StartsWith("s.", StringComparison.Ordinal))
        {
            return new SearchRefused(SearchFault.InvalidCursor, string.Empty, "not a cursor");
        }

        if (search.Segment is { } segment && !catalog.Segments.Any(one => one.Name == segment && one.IsOfAccounts == search.OfAccounts))
        {
            return new SearchRefused(SearchFault.UnknownSegment, segment, "unknown");
        }

        if (sort is null)
        {
            return new SearchRefused(SearchFault.NothingAsked, string.Empty, "nothing asked");
        }

        if (search.Where.Select(static test => test.Field).Prepend(sort).FirstOrDefault(name => known.All(field => field.Name != name)) is { } missing)
        {
            return new SearchRefused(SearchFault.NotIndexed, missing, "not indexed");
        }

        var found = profiles.Where(profile => AccountKey.IsAccount(profile.Id) == search.OfAccounts)
            .Where(profile => search.Segment is null || profile.Memberships.Any(one => one.Segment == search.Segment))
            .Where(profile => search.Where.All(test => test.Tests.All(one => Passes(one, ValueOf(catalog, profile, test.Field), IsDate(catalog, test.Field)))))
            .Select(profile => (profile.Id, Value: ValueOf(catalog, profile, sort), Key: KeyOf(catalog, sort, ValueOf(catalog, profile, sort))))
            .Where(static one => one.Key is not null)
            .OrderBy(static one => one.Key!.Value).ThenBy(static one => one.Id.Value, StringComparer.Ordinal).ToArray();
        if (search.Descending)
        {
            Array.Reverse(found);
        }

        var from = search.Cursor is null ? 0 : int.Parse(search.Cursor.AsSpan(2), CultureInfo.InvariantCulture);
        var page = found.Skip(from).Take(search.Limit).Select(static one => new FoundProfile(one.Id, one.Value)).ToArray();
        var next = from + page.Length < found.Length ? $"s.{from + page.Length}" : null;
        return new ProfilePage(page, next, 0, IsComplete: true);
    }

    private static AttributeValue ValueOf(Catalog catalog, ProfileView profile, string field)
    {
        var value = field.StartsWith(IndexedField.ScorePrefix, StringComparison.Ordinal)
            ? AttributeValue.Of(profile.Scores[field[IndexedField.ScorePrefix.Length..]])
            : profile.Traits.GetValueOrDefault(field);
        return IsDate(catalog, field) ? Day(value) : value;
    }

    private static bool IsDate(Catalog catalog, string field) => catalog.Document.Traits.GetValueOrDefault(field)?.Type == Catalogs.ValueType.Date;

    /// <summary>A date as one text, however it was written.</summary>
    private static AttributeValue Day(in AttributeValue value) => !DateOrTime.TryParse(value.Text, out var date) ? default
        : AttributeValue.Of(date.Start.ToString().Replace("T00:00:00Z", string.Empty, StringComparison.Ordinal));

    private static SortKey? KeyOf(Catalog catalog, string field, in AttributeValue value) => !IsDate(catalog, field)
        ? SortKey.Of(value)
        : DateOrTime.TryParse(value.Text, out var date) ? SortKey.Of(AttributeValue.Of(date.Start.Ticks)) : null;

    private static bool Passes(ValueTest test, AttributeValue value, bool isDate) => test.Operator switch
    {
        ValueOperator.Is => value == (isDate ? Day(test.Operands[0]) : test.Operands[0]),
        ValueOperator.IsNot => value != (isDate ? Day(test.Operands[0]) : test.Operands[0]),
        ValueOperator.Exists => (value.Kind != AttributeKind.None) == test.Operands[0].Boolean,
        ValueOperator.Before => string.CompareOrdinal(value.Text, test.Operands[0].Text) < 0 && value.Kind == AttributeKind.Text,
        ValueOperator.In => test.Operands.Contains(value),
        ValueOperator.StartsWith => value.Text.StartsWith(test.Operands[0].Text, StringComparison.Ordinal) && value.Kind == AttributeKind.Text,
        ValueOperator.AtLeast => value.IsNumber && value.Number >= test.Operands[0].Number,
        ValueOperator.Above => value.IsNumber && value.Number > test.Operands[0].Number,
        ValueOperator.AtMost => value.IsNumber && value.Number <= test.Operands[0].Number,
        ValueOperator.Below => value.IsNumber && value.Number < test.Operands[0].Number,
        ValueOperator.Between => value.IsNumber && value.Number >= test.Operands[0].Number && value.Number <= test.Operands[1].Number,
        _ => throw new NotSupportedException($"the reference grid does not know {test.Operator}"),
    };
}
