using PersonaGrain.Signals;

namespace PersonaGrain.Identities.Rules;

/// <summary>What looking for offenders and giving them back asks of an engine.</summary>
public interface IRuledPeople
{
    /// <summary>A page of the people who have several identities, without reading those who have one.</summary>
    /// <param name="cursor">Null for the first page, else a <see cref="JoinedPage.Next"/> or <see cref="JoinedPerson.Position"/>.</param>
    /// <param name="limit">How many stored joins are looked at.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="FormatException">The cursor is not one that this grid gave out.</exception>
    ValueTask<JoinedPage> JoinedAsync(string? cursor, int limit, CancellationToken cancellation);

    /// <summary>Gives an identity back where the rules in force still speak against it: <see cref="PersonOperations.PartAsync"/>.</summary>
    ValueTask<UnlinkResult?> PartAsync(ProfileId identity, CancellationToken cancellation);
}
