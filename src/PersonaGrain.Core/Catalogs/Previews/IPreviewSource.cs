using PersonaGrain.Profiles.Times;
using PersonaGrain.Turns;

namespace PersonaGrain.Catalogs.Previews;

/// <summary>What an engine gives so that a catalog can be tried out. Nothing of it changes an actor.</summary>
public interface IPreviewSource
{
    /// <summary>What is in force.</summary>
    CatalogInForce InForce { get; }

    /// <summary>
    /// A page of the people as of now, in an order that has nothing to do with who they are or when they came: any beginning of it is a fair sample. It is not done,
    /// not even where it was cancelled, before everything has ended that was begun for it.
    /// </summary>
    /// <param name="cursor">Null for the first page, else <see cref="PreviewedPeople.Next"/> of the page before.</param>
    /// <param name="limit">How many actors are read at most.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="FormatException">The cursor is not one that this grid gave out.</exception>
    ValueTask<PreviewedPeople> PeopleAsync(string? cursor, int limit, CancellationToken cancellation);

    /// <summary>
    /// Whether a fault is that of one person alone, of whom nothing can be told: it is passed over. False where the fault is everybody's.
    /// </summary>
    /// <param name="person">The actor whose journal was read.</param>
    /// <param name="fault">What came of it.</param>
    /// <exception cref="Grid.Storage.JournalUnavailableException">Storage is away: that says nothing of the person.</exception>
    ValueTask<bool> IsOfPersonAsync(ActorId person, Exception fault);
}

/// <summary>A page of people.</summary>
/// <param name="People">Copies of them, as of now.</param>
/// <param name="PassedOver">How many could not be read, since what is stored of them is damaged, or too long.</param>
/// <param name="Share">How much of all people comes before the end of the page, 0 to 1.</param>
/// <param name="Next">Where to go on; null at the end.</param>
public sealed record PreviewedPeople(IReadOnlyList<PreviewedPerson> People, int PassedOver, double Share, string? Next);

/// <summary>A person to be moved to a candidate.</summary>
/// <param name="Reading">A copy, as of now.</param>
/// <param name="Journals">Reads its journal as far as it is durable, beside the turns of its actor; up to <see cref="ProfileReading.Sequence"/> at least.</param>
public sealed record PreviewedPerson(ProfileReading Reading, IActorStorage Journals);
