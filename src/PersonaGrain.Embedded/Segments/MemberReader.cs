using System.Globalization;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Segments;

/// <summary>Pages through a segment's members in the order of their keys: constant memory, O(log n + page) each.</summary>
internal static class MemberReader
{
    /// <summary>The key a cursor stands for: the last one of the page before; 0 for the first page.</summary>
    /// <exception cref="FormatException">The text is no cursor.</exception>
    public static long ParseCursor(string? cursor) => cursor is null
        ? 0
        : cursor.Length > 1 && cursor[0] == 'm' && long.TryParse(cursor.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key)
            ? key
            : throw new FormatException($"'{cursor}' is not a cursor of this grid; use the one of the page before");

    /// <summary>The cursor of those whose keys are higher.</summary>
    public static string Cursor(long after) => "m" + after.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>One page.</summary>
    public static MemberPage Read(StoreConnection connection, string segment, long after, int limit)
    {
        using var read = connection.Once(
            """
            SELECT m.actor, a.id, m.since, m.version FROM members m CROSS JOIN actors a ON a.key = m.actor
            WHERE m.segment = (SELECT key FROM segments WHERE name = ?1) AND m.actor > ?2
            ORDER BY m.actor LIMIT ?3
            """);
        read.Bind(1, segment).Bind(2, after).Bind(3, limit + 1);
        var members = new List<Member>(limit);
        var last = after;
        while (read.Step())
        {
            if (members.Count == limit)
            {
                return new MemberPage(members, Cursor(last));
            }

            last = read.Number(0);
            if (ActorId.Parse(read.Text(1)) is { IsProfile: true } actor)
            {
                members.Add(new Member(actor.Profile, read.Instant(2), (int)read.Number(3)));
            }
        }

        return new MemberPage(members, null);
    }
}
