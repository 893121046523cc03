using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Serve;

/// <summary>The port of a store whose opening takes long.</summary>
public sealed partial class OpeningPortTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Port_is_open_at_once_and_tells_how_far_the_store_is()
    {
        using var folder = new TemporaryFolder();
        var catalog = folder.File("catalog.json");
        MakePipe(catalog, 0b110_000_000).ShouldBe(0);
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var stop = new CancellationTokenSource();
        var address = $"http://127.0.0.1:{FreePort()}";
        var console = new PersonaConsole(output, error);
        var serving = Task.Run(() => PersonaCommand.RunAsync(["serve", "--data", folder.File("store"), "--catalog", catalog, "--urls", address], console, stop.Token));
        using var client = new HttpClient { BaseAddress = new Uri(address), Timeout = Patience };

        using var answer = await FirstAnswerAsync(client, serving);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        problem.RootElement.GetProperty("reason").GetString().ShouldBe("opening");
        problem.RootElement.GetProperty("progress").GetProperty("done").GetDouble().ShouldBeInRange(0, 1);

        await File.WriteAllTextAsync(catalog, """{ "name": "shop", "version": 1 }""");
        await ReadyAsync(client);
        await stop.CancelAsync();
        (await serving.WaitAsync(Patience)).ShouldBe(0, error.ToString());
    }

    private static async Task<HttpResponseMessage> FirstAnswerAsync(HttpClient client, Task serving)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await client.GetAsync("/v1/segments", patience.Token);
            }
            catch (HttpRequestException) when (!serving.IsCompleted)
            {
                // Nobody listens yet; there is nothing to await from outside.
                await Task.Delay(10, patience.Token);
            }
        }
    }

    private static async Task ReadyAsync(HttpClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            using var answer = await client.GetAsync("/health/ready", patience.Token);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(10, patience.Token);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Makes a file that nobody can read before somebody writes it: the store can not be opened without its catalog.</summary>
    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
