using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PersonaGrain.Benchmarks.Gateway;

/// <summary>Sends one GET after the other over connections that stay open, and reads each answer to its end.</summary>
/// <remarks>Answers are found by the length of the first one, so that the driver parses next to nothing.</remarks>
internal sealed class HttpLoad(int port, int connections, bool keyed)
{
    /// <summary>The body of one answer.</summary>
    internal async Task<byte[]> SampleAsync(string path)
    {
        var answer = await FirstAsync(await ConnectAsync(), Request(path));
        var body = answer.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        return answer[body..];
    }

    /// <summary>Keeps every connection busy for a while; the number of answers.</summary>
    internal async Task<long> RunAsync(string path, TimeSpan duration)
    {
        using var stop = new CancellationTokenSource(duration);
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => DriveAsync(path, stop.Token))));
        return counts.Sum();
    }

    private async Task<long> DriveAsync(string path, CancellationToken stop)
    {
        using var socket = await ConnectAsync();
        var request = Request(path);
        var length = (await FirstAsync(socket, request)).Length;
        var buffer = new byte[length];
        long count = 1;
        while (!stop.IsCancellationRequested)
        {
            await socket.SendAsync(request, CancellationToken.None);
            for (var read = 0; read < length;)
            {
                var some = await socket.ReceiveAsync(buffer.AsMemory(read), CancellationToken.None);
                read += some > 0 ? some : throw new IOException("the server closed a connection");
            }

            count++;
        }

        return count;
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    private byte[] Request(string path)
    {
        var key = keyed ? $"Authorization: Bearer {ProfileServer.Key}\r\n" : string.Empty;
        return Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n{key}\r\n");
    }

    private static async Task<byte[]> FirstAsync(Socket socket, byte[] request)
    {
        await socket.SendAsync(request, CancellationToken.None);
        var buffer = new byte[64 * 1024];
        var (read, length) = (0, int.MaxValue);
        while (read < length)
        {
            read += await socket.ReceiveAsync(buffer.AsMemory(read));
            length = LengthOf(buffer.AsSpan(0, read)) ?? length;
        }

        return buffer[..length];
    }

    private static int? LengthOf(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return null;
        }

        var text = Encoding.ASCII.GetString(answer[..head]);
        const string Name = "Content-Length: ";
        var start = text.IndexOf(Name, StringComparison.OrdinalIgnoreCase) + Name.Length;
        var end = text.IndexOf('\r', start);
        return head + 4 + int.Parse(end < 0 ? text.AsSpan(start) : text.AsSpan(start, end - start), provider: null);
    }
}
