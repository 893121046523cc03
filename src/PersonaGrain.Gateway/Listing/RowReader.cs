using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Listing;

/// <summary>Makes rows: reads the profiles of a page as of now, some at a time.</summary>
/// <param name="shape">What the rows have.</param>
/// <param name="read">Reads one profile; null where there is none any more.</param>
public sealed class RowReader(RowShape shape, Func<ProfileId, CancellationToken, ValueTask<RowReader.Reading?>> read)
{
    /// <summary>Profiles that are read at once.</summary>
    private const int Parallelism = 16;

    /// <summary>What rows are made of.</summary>
    /// <param name="View">The profile.</param>
    /// <param name="Reason">Why it is a member; null where that is not asked for.</param>
    public readonly record struct Reading(ProfileView View, string? Reason);

    /// <summary>The rows of a page, in its order. Whoever is no member any more, of those that a search found as members, has none; nor has a member of a segment that is left out.</summary>
    public async ValueTask<IReadOnlyList<ProfileRow>> ReadAsync(IReadOnlyList<ListedProfile> page, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (!shape.NeedsProfiles)
        {
            return [.. page.Select(static one => new ProfileRow(one.Profile, []) { Membership = one.Membership, Value = one.Value })];
        }

        var rows = new ProfileRow?[page.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation };
        await Parallel.ForAsync(0, page.Count, options, async (index, token) => rows[index] = Row(page[index], await read(page[index].Profile, token)));
        return [.. rows.OfType<ProfileRow>()];
    }

    internal static async ValueTask<Reading?> ReadAsync(IProfileGrid grid, RowShape shape, ProfileId profile, CancellationToken cancellation)
    {
        if (!shape.HasReasons)
        {
            return await grid.ProfileAsync(profile, cancellation) is { } view ? new Reading(view, null) : null;
        }

        return await grid.ExplainAsync(profile, shape.Segment, cancellation) is { } explained
            ? new Reading(explained.View, explained.Memberships.Count == 0 ? null : explained.Memberships[0].Why.ToSentence())
            : null;
    }

    private IReadOnlyList<(string Field, string Accuracy)> Inexact(ProfileView? view) => view is null
        ? []
        : [.. shape.Fields.Select(field => (field.Name, Accuracy: field.AccuracyOf(view)!)).Where(static one => one.Accuracy is not null)];

    private ProfileRow? Row(ListedProfile listed, Reading? found)
    {
        var membership = listed.Membership;
        if (!shape.IsSearch && membership is null)
        {
            membership = found?.View.Memberships.Where(one => one.Segment == shape.Segment).Select(static one => (Membership?)one).FirstOrDefault();
            if (membership is null)
            {
                return null;
            }
        }

        if (shape.Without is { } without && (found is null || found.Value.View.Memberships.Any(one => one.Segment == without)))
        {
            return null;
        }

        AttributeValue[] values = [.. shape.Fields.Select(field => found is { } read ? field.Of(read.View, shape.Segment) : default)];
        return new ProfileRow(listed.Profile, values) { Membership = membership, Value = listed.Value, Reason = found?.Reason, Inexact = Inexact(found?.View) };
    }
}
