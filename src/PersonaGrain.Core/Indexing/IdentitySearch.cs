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

    /// <summary>Keys that are read at once, where a page asks for fewer.</summary>
    private const int FewestKeys = 256;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

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

        var (found, keys) = (new List<ProfileId>(), Math.Max(search.Limit + 1, FewestKeys));
        var isWhole = false;
        for (var looked = 0; !isWhole && looked < MaximumLooks && found.Count <= search.Limit;)
        {
            var page = await index.KeyPageAsync(prefix, after, keys, cancellation);
            (looked, isWhole) = (looked + page.Count, page.Count < keys);
            found.AddRange(page.Where(static actor => actor.IsProfile).Select(static actor => actor.Profile).Where(identity => kinds.OfKey(identity) == kind));
            after = page.Count == 0 ? after : page[^1].Key;
        }

        // Who holds a person is asked of those alone that are told.
        var last = found.Count > search.Limit ? found[search.Limit - 1].Value : isWhole ? null : after;
        var told = await index.HoldersAsync([.. found.Take(search.Limit)], cancellation);
        return new ProfilePage(
            [.. told.Select(static one => new FoundProfile(one.Person, AttributeValue.Of(one.Identity.Value)))],
            last is null ? null : "i." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last)),
            0,
            IsComplete: true);
    }

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

        try
        {
            after = Strict.GetString(Base64Url.DecodeFromChars(cursor.AsSpan(2)));
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        return after.Length > 0 && !after.Contains('\0', StringComparison.Ordinal);
    }
}
