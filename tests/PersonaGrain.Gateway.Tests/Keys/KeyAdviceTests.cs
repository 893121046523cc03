using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Keys;

public sealed class KeyAdviceTests
{
    [Fact]
    public async Task Write_key_alone_is_told_at_the_start_with_what_to_set()
    {
        (await LinesAsync(new GatewayOptions { Keys = { Write = { "w" } } })).ShouldHaveSingleItem().ShouldContain("PersonaGrain__Keys__Read__0");
        (await LinesAsync(new GatewayOptions { Keys = { Read = { "r" } } })).ShouldHaveSingleItem().ShouldContain("PersonaGrain__Keys__Write__0");
        (await LinesAsync(new GatewayOptions { Keys = { Write = { "w" }, Read = { "r" } } })).ShouldBeEmpty();
        (await LinesAsync(new GatewayOptions { Keys = { Admin = { "a" } } })).ShouldBeEmpty();
        (await LinesAsync(new GatewayOptions())).ShouldBeEmpty();
    }

    private static async Task<IEnumerable<string>> LinesAsync(GatewayOptions options)
    {
        using var log = new LogLines();
        await (await GatewayHost.StartAsync(options: options, log: log)).DisposeAsync();
        return log.All.Where(line => line.Contains("nobody can", StringComparison.Ordinal));
    }
}
