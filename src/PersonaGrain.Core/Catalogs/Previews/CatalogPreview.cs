using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Catalogs.Previews;

/// <summary>Tries a catalog out: moves copies of people to it, as a re-evaluation would, and tells who would enter and who would leave.</summary>
/// <remarks>
/// What a state does not cover (a new measure, a longer window) is learned from the person's journal first, up to where the copy was made, so that answers are those of
/// after the change. What an account is stays as its members know it now.
/// </remarks>
#pragma warning disable CA1001 // The semaphore is never asked for a wait handle, so there is nothing in it to give back.
public sealed class CatalogPreview(IPreviewSource source)
#pragma warning restore CA1001
{
    /// <summary>Pages that are put together at once, from the reading to the last person; others wait for their turn, or their time-out.</summary>
    private const int AtOnce = 2;

    /// <summary>People who are moved at once: their journals are then read together.</summary>
    private const int PeopleAtOnce = 16;

    private readonly SemaphoreSlim _room = new(AtOnce);

    /// <summary>A page of people under a candidate.</summary>
    /// <param name="candidate">The catalog, of any version.</param>
    /// <param name="cursor">Null for the first page.</param>
    /// <param name="limit">1 to <see cref="PreviewPage.Maximum"/>.</param>
    /// <param name="cancellation">Ends it between two people.</param>
    /// <exception cref="FormatException">The cursor is not one that this grid gave out.</exception>
    /// <exception cref="InvalidOperationException">The candidate was not validated, and is not sound.</exception>
    public async ValueTask<PreviewPage> PageAsync(CatalogDocument candidate, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, PreviewPage.Maximum);
        await _room.WaitAsync(cancellation);

        // Whoever gives up is told so at once; the room is free when what was begun has ended.
        return await PageInRoomAsync(candidate, cursor, limit, cancellation).WaitAsync(cancellation);
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
        await turn.PrepareAsync(new BoundedJournals(journals, person.Sequence ?? long.MaxValue), cancellation);
        return new ProfileReading(person.Id, profile.Machine, profile.State, person.AsOf);
    }

    private async Task<PreviewPage> PageInRoomAsync(CatalogDocument candidate, string? cursor, int limit, CancellationToken cancellation)
    {
        try
        {
            var before = source.InForce;
            var after = Candidate(candidate, before);
            var page = await source.PeopleAsync(cursor, limit, cancellation);
            var count = new PreviewCount(before.Catalog, after.Catalog);
            var (asOf, people, passedOver) = (before.Since, 0, page.PassedOver);
            foreach (var some in page.People.Chunk(PeopleAtOnce))
            {
                foreach (var each in await Task.WhenAll(some.Select(person => TryMoveAsync(person, after, cancellation).AsTask())))
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
        finally
        {
            _room.Release();
        }
    }

    /// <summary>A person as it is and as it would be; null where nothing can be told of it alone: it is counted as passed over.</summary>
    private async ValueTask<(ProfileReading Was, ProfileReading Becomes)?> TryMoveAsync(PreviewedPerson person, CatalogInForce candidate, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return (person.Reading, await MoveAsync(person.Reading, candidate, person.Journals, cancellation));
        }
        catch (AsOfUnavailableException)
        {
            // Its past is too long.
            return null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            if (await source.IsOfPersonAsync(ActorId.Of(person.Reading.Id), fault))
            {
                return null;
            }

            throw;
        }
    }
}
