using System.Net.Sockets;

namespace PersonaGrain.Gateway.Settings;

/// <summary>Puts into words why a server can not listen.</summary>
public static class ListenFault
{
    /// <summary>What is wrong and what to do; null where the failure is another.</summary>
    public static string? Explain(Exception fault, string urls)
    {
        var socket = fault as SocketException ?? fault.InnerException as SocketException ?? fault.InnerException?.InnerException as SocketException;
        return (socket?.SocketErrorCode, fault) switch
        {
            (SocketError.AddressAlreadyInUse, IOException) => $"can not listen on {urls}: another process listens there; end it, or give another address with --urls",
            (SocketError.AddressNotAvailable, _) => $"can not listen on {urls}: no network card of this machine has that address; give one of its own, 127.0.0.1 for this machine alone, or 0.0.0.0 for all",
            (SocketError.AccessDenied, _) => $"can not listen on {urls}: this user may not listen on that port; give one from 1024 on",
            (_, InvalidOperationException) when fault.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase) =>
                $"can not listen on {urls}: https needs a certificate; set Kestrel:Certificates:Default:Path and Password in the file of "
                    + "--config, or listen on http",
            (_, IOException) when fault.Message.StartsWith("Failed to bind", StringComparison.Ordinal) => $"can not listen on {urls}: {fault.Message.TrimEnd('.')}; give another address with --urls",
            _ => null,
        };
    }
}
