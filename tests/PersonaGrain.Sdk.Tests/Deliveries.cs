namespace PersonaGrain.Sdk.Tests;

/// <summary>Sends by one SDK, with the server killed twice, and compares what the SDK calls delivered with what the server has.</summary>
internal static class Deliveries
{
    private const int People = 100;
    private const int EventsOfOne = 10;
    private const int Kills = 2;

    /// <summary>Expects every event to be there once, and no other.</summary>
    /// <param name="key">The write key, or null for a grid without keys.</param>
    /// <param name="script">The client's script.</param>
    /// <param name="sdk">The package.</param>
    /// <param name="page">The port of the page that the script makes, and the program that shows it; none for SDKs of servers.</param>
    public static async Task ShouldAllBeThereOnceAsync(string? key, string script, string sdk, (int Port, string Browser)? page = null)
    {
        await using var server = await KilledServer.StartAsync(key, $"http://127.0.0.1:{page?.Port ?? 1}");
        string[] shown = page is var (port, browser) ? [port.ToString(), browser] : [];
        using var client = new SdkClient([script, sdk, server.Address, server.WriteKey, .. shown]);

        await client.RunAsync(server);

        server.Kills.ShouldBe(Kills);
        client.Complaints.ShouldBeEmpty();
        client.Delivered.Count.ShouldBe(People);
        foreach (var (person, delivered) in client.Delivered)
        {
            delivered.Distinct().Count().ShouldBe(EventsOfOne, $"what is called delivered of {person}");
            (await server.IdsAsync(person)).ShouldBe(delivered.Distinct(), ignoreOrder: true, $"what is there of {person}");
        }
    }
}
