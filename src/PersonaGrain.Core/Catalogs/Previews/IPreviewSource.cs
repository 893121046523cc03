using PersonaGrain.Profiles.Times;
using PersonaGrain.Turns;

namespace PersonaGrain.Catalogs.Previews;

/// <summary>What an engine gives so that a catalog can be tried out. Nothing of it changes an actor.</summary>
public interface IPreviewSource
{
    /// <summary>What is in force.</summary>
    CatalogInForce InForce { get; }

    /// <summary>A page of the people as of now, in an order that has nothing to do with who they are or when they came: any beginning of it is a fair sample.</summary>
    /// <param name="cursor">Null for the first page, else <see cref="PreviewedPeople.Next"/> of the page before.</param>
    /// <param name="limit">How many actors are read at most.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="FormatException">The cursor is not one that this grid gave out.</exception>
    ValueTask<PreviewedPeople> PeopleAsync(string? cursor, int limit, CancellationToken cancellation);

    /// <summary>Reads journals as far as they are durable, beside the turns of their actors; for one person.</summary>
    IActorStorage OpenJournals();
}

/// <summary>A page of people.</summary>
/// <param name="People">Copies of them, as of now.</param>
/// <param name="PassedOver">How many could not be read, since what is stored of them is damaged.</param>
/// <param name="Share">How much of all people comes before the end of the page, 0 to 1.</param>
/// <param name="Next">Where to go on; null at the end.</param>
public sealed record PreviewedPeople(IReadOnlyList<ProfileReading> People, int PassedOver, double Share, string? Next);
