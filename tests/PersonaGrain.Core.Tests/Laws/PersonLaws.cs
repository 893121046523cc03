using FsCheck;
using FsCheck.Fluent;
using PersonaGrain.Testing.Contracts;
using PersonaGrain.Testing.Tests;

namespace PersonaGrain.Laws;

/// <summary>The laws of joins and of accounts on the reference grid, over generated lives; one that fails is told by the fewest of its steps that still do.</summary>
public sealed class PersonLaws
{
    private static readonly Gen<int[]> Lives = from count in Law.Number(1, 40) from chances in Law.Number(0, int.MaxValue - 1).ArrayOf(count) select chances;

    [Fact]
    public void Person_equals_one_that_had_one_identity() => Law.Holds(Lives, static async chances =>
    {
        await using var host = new ReferenceGridContract.Host();
        await new JoinLife(host, "life", repeats: chances[0] % 3 == 0, CancellationToken.None).LiveAsync(chances, forgets: false);
    }, runs: 75);

    [Fact]
    public void Account_follows_from_the_signals_of_its_members() => Law.Holds(Lives, static async chances =>
    {
        await using var host = new ReferenceGridContract.Host();
        await new AccountLife(host, "life", CancellationToken.None).LiveAsync(chances, forgets: false);
    }, runs: 75);
}
