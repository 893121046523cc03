using System.Buffers.Text;
using System.Text;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Indexing;

/// <summary>Finds people by how an identity begins.</summary>
/// <remarks>A page is a walk along the order of keys, O(log n + page): whoever comes or goes moves nobody. A cursor is <c>i.</c> and the last key in base64url.</remarks>
internal static class IdentitySearch
{
    /// <summary>How many one page looks at: plain ids of users stand among the keys of other kinds.</summary>
    private const int MaximumLooks = 20_000;

    internal static async ValueTask<SearchResult> RunAsync(IIdentityIndex index, IdentityKinds kinds, ProfileSearch search, CancellationToken cancellation)
    {
        if (search is not { SortBy: null, Segment: null, Where.Count: 0, OfAccounts: false })
        {
            return new SearchRefused(SearchFault.InvalidIdentity, "identity", "who is looked for by an identity is not sorted or filtered by anything else; leave the rest out");
        }

        if (!TryRead(search.Cursor, out var after))
        {
            return new SearchRefused(SearchFault.InvalidCursor, string.Empty, "use the cursor of the page before, as it was given out; or none for the first page");
        }

        if (!kinds.TryPrefix(search.Identity!, out var kind, out var prefix, out var fault))
        {
            return new SearchRefused(SearchFault.InvalidIdentity, search.Identity!, fault);
        }

        var found = new List<FoundIdentity>();
        for (var looked = 0; looked < MaximumLooks;)
        {
            var page = await index.IdentityPageAsync(prefix, after, search.Limit + 1, cancellation);
            looked += page.Count;
            found.AddRange(page.Where(one => kinds.OfKey(one.Identity) == kind));
            if (found.Count > search.Limit || page.Count <= search.Limit)
            {
                return Page(found, search.Limit, found.Count > search.Limit ? found[search.Limit - 1].Identity.Value : null);
            }

            after = page[^1].Identity.Value;
        }

        return Page(found, search.Limit, after);
    }

    private static ProfilePage Page(List<FoundIdentity> found, int limit, string? last) => new(
        [.. found.Take(limit).Select(static one => new FoundProfile(one.Person, AttributeValue.Of(one.Identity.Value)))],
        last is null ? null : "i." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last)),
        0,
        IsComplete: true);

    private static bool TryRead(string? cursor, out string? after)
    {
        after = null;
        if (cursor is null)
        {
            return true;
        }

        if (!cursor.StartsWith("i.", StringComparison.Ordinal) || !Base64Url.IsValid(cursor.AsSpan(2)))
        {
            return false;
        }

        after = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor.AsSpan(2)));
        return true;
    }
}
