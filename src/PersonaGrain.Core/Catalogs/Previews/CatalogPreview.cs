using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Catalogs.Previews;

/// <summary>Tries a catalog out: moves copies of people to it, as a re-evaluation would, and tells who would enter and who would leave.</summary>
/// <remarks>
/// What a state does not cover (a new measure, a longer window) is learned from the person's journal first, so that answers are those of after the change. What an
/// account is stays as its members know it now.
/// </remarks>
public static class CatalogPreview
{
    /// <summary>People who are moved at once: their journals are then read together.</summary>
    private const int PeopleAtOnce = 16;

    /// <summary>A page of people under a candidate.</summary>
    /// <param name="source">The engine.</param>
    /// <param name="candidate">The catalog, of any version.</param>
    /// <param name="cursor">Null for the first page.</param>
    /// <param name="limit">1 to <see cref="PreviewPage.Maximum"/>.</param>
    /// <param name="cancellation">Ends it between two people.</param>
    /// <exception cref="FormatException">The cursor is not one that this grid gave out.</exception>
    /// <exception cref="InvalidOperationException">The candidate was not validated, and is not sound.</exception>
    public static async ValueTask<PreviewPage> PageAsync(
        IPreviewSource source, CatalogDocument candidate, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, PreviewPage.Maximum);
        var (before, after) = (source.InForce, Candidate(candidate, source.InForce));
        var page = await source.PeopleAsync(cursor, limit, cancellation);
        var count = new PreviewCount(before.Catalog, after.Catalog);
        var (asOf, people, passedOver) = (before.Since, 0, page.PassedOver);
        foreach (var some in page.People.Chunk(PeopleAtOnce))
        {
            var moved = await Task.WhenAll(some.Select(person => TryMoveAsync(person, after, source, cancellation).AsTask()));
            foreach (var each in moved)
            {
                if (each is not var (was, becomes))
                {
                    passedOver++;
                    continue;
                }

                count.Add(was, becomes);
                asOf = Instant.Max(asOf, becomes.AsOf);
                people++;
            }
        }

        return new PreviewPage(asOf, people, page.Share, count.Segments(), page.Next) { PassedOver = passedOver, AwaitsCensus = !after.Machine.HasItsCuts };
    }

    /// <summary>A candidate as if it came in force: newer than whatever is, or comes in force meanwhile.</summary>
    internal static CatalogInForce Candidate(CatalogDocument candidate, CatalogInForce inForce) => new(
        new ProfileMachine(Catalog.Compile(candidate with { Version = int.MaxValue }), inForce.Machine.Population), default, inForce.Publication);

    /// <summary>A person under a candidate, at the instant of the reading; the reading stays as it is.</summary>
    /// <exception cref="AsOfUnavailableException">The past of the person is too long to be learned from.</exception>
    internal static async ValueTask<ProfileReading> MoveAsync(ProfileReading person, CatalogInForce candidate, IActorStorage journals, CancellationToken cancellation)
    {
        var before = new CatalogInForce(person.Machine, default, candidate.Publication);
        var profile = new Profile(ActorId.Of(person.Id), before, ProfileMachine.Copy(person.State));
        var turn = new ActorTurn();
        turn.Begin(profile, candidate, person.AsOf);
        await turn.PrepareAsync(new BoundedJournals(journals), cancellation);
        return new ProfileReading(person.Id, profile.Machine, profile.State, person.AsOf);
    }

    private static async ValueTask<(ProfileReading Was, ProfileReading Becomes)?> TryMoveAsync(
        ProfileReading person, CatalogInForce candidate, IPreviewSource source, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return (person, await MoveAsync(person, candidate, source.OpenJournals(), cancellation));
        }
        catch (AsOfUnavailableException)
        {
            // It is counted as passed over, and told so.
            return null;
        }
    }
}
