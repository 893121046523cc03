namespace PersonaGrain.Testing.Contracts;

/// <summary>
/// The law of joins: whatever is joined and parted, and in whichever order, with late signals, crashes and restarts in between, each person equals one
/// of a grid that saw all signals of the person by one identity, each at the instant at which it came.
/// </summary>
public abstract class JoinLawContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    /// <summary>How many lives an engine goes through; each of <see cref="Steps"/> steps.</summary>
    protected virtual int Lives => 6;

    /// <summary>How many steps a life has.</summary>
    protected virtual int Steps => 40;

    [ContractFact]
    public async Task Person_equals_one_that_had_one_identity()
    {
        for (var seed = 1; seed <= Lives; seed++)
        {
            await using var host = new THost();
            await new JoinLife(host, $"seed {seed}", repeats: seed % 3 == 0, Deadline).LiveAsync(Chances.Of(seed, Steps), forgets: seed % 2 == 0);
        }
    }
}
