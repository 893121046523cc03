namespace PersonaGrain.Testing.Contracts;

/// <summary>
/// The law of accounts: whoever comes, goes, is joined or parted, and in whichever order signals come, with crashes and restarts in between, an account is what
/// follows from the signals of those who belong to it, worked out here from plain lists.
/// </summary>
public abstract class AccountLawContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    /// <summary>How many lives an engine goes through.</summary>
    protected virtual int Lives => 4;

    /// <summary>How many steps a life has.</summary>
    protected virtual int Steps => 40;

    [ContractFact]
    public async Task Account_follows_from_the_signals_of_its_members()
    {
        for (var seed = 1; seed <= Lives; seed++)
        {
            await using var host = new THost();
            await new AccountLife(host, $"seed {seed}", Deadline).LiveAsync(Chances.Of(seed, Steps), forgets: seed % 2 == 0);
        }
    }
}
