using System.Net;
using System.Net.Sockets;
using PersonaGrain.Silo.Commands;

namespace PersonaGrain.Silo.Topology;

/// <summary>Ports of the loopback interface, looked at before anything is started on them.</summary>
internal static class Ports
{
    /// <summary>Ports that nobody listens on: those asked for, or any where none was.</summary>
    /// <param name="first">The first of them; 0 for any.</param>
    /// <param name="count">How many.</param>
    /// <param name="option">The option that says otherwise.</param>
    /// <exception cref="TopologyFault">One is taken.</exception>
    public static int[] Take(int first, int count, string option)
    {
        // Held open together, so that no free port is found twice.
        var listeners = new List<TcpListener>();
        try
        {
            for (var index = 0; index < count; index++)
            {
                var port = first == 0 ? 0 : first + index;
                var listener = new TcpListener(IPAddress.Loopback, port);
                listeners.Add(listener);
                try
                {
                    listener.Start();
                }
                catch (SocketException)
                {
                    throw new TopologyFault(ExitCode.CannotListen, $"port {port} is taken or not allowed; choose another with {option}, or 0 for free ones");
                }
            }

            return [.. listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(static listener => listener.Dispose());
        }
    }
}
