package dev.darkbox.device.usb;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.UsbRule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.usb4java.ConfigDescriptor;
import org.usb4java.Context;
import org.usb4java.Device;
import org.usb4java.DeviceDescriptor;
import org.usb4java.DeviceHandle;
import org.usb4java.DeviceList;
import org.usb4java.EndpointDescriptor;
import org.usb4java.Interface;
import org.usb4java.InterfaceDescriptor;
import org.usb4java.LibUsb;

/// The buses of this machine, by libusb.
final class Usb4JavaPorts implements UsbPorts {

    /// No chain of hubs is longer.
    private static final int MOST_LEVELS = 7;
    private static final int USUAL_INTERFACE = 0;

    /// Something to do with each device while its list is held.
    private interface Look<T> {
        Optional<T> at(UsbPlace place, Device device) throws DeviceException;
    }

    @Override
    public List<UsbPlace> seen(String asker) throws DeviceException {
        var found = new ArrayList<UsbPlace>();
        through(asker, (place, _) -> {
            found.add(place);
            return Optional.<UsbPlace>empty();
        });
        found.sort(Comparator.comparing(UsbPlace::position));
        return List.copyOf(found);
    }

    @Override
    public UsbLink open(String asker, UsbPlace wanted) throws DeviceException {
        return through(asker, (place, device) -> place.equals(wanted)
                ? Optional.of(open(asker, place, device))
                : Optional.<UsbLink>empty())
                .orElseThrow(
                        () -> new DeviceException.Lost(asker, wanted + " was unplugged while it was opened"));
    }

    private static <T> Optional<T> through(String asker, Look<T> look) throws DeviceException {
        Context context;
        try {
            context = UsbLibrary.context();
        } catch (UsbLibrary.Missing e) {
            throw new DeviceException.Refused(asker, String.valueOf(e.getMessage()));
        }
        var list = new DeviceList();
        int result = LibUsb.getDeviceList(context, list);
        if (result < 0) {
            throw new DeviceException.Refused(asker,
                    "the USB bus cannot be looked at: " + LibUsb.errorName(result));
        }
        try {
            for (Device device : list) {
                var descriptor = new DeviceDescriptor();
                if (LibUsb.getDeviceDescriptor(device, descriptor) == LibUsb.SUCCESS) {
                    Optional<T> answer = look.at(place(device, descriptor), device);
                    if (answer.isPresent()) {
                        return answer;
                    }
                }
            }
            return Optional.empty();
        } finally {
            LibUsb.freeDeviceList(list, true);
        }
    }

    private static UsbPlace place(Device device, DeviceDescriptor descriptor) {
        ByteBuffer ports = ByteBuffer.allocateDirect(MOST_LEVELS);
        int levels = LibUsb.getPortNumbers(device, ports);
        var position = new StringBuilder().append(LibUsb.getBusNumber(device));
        for (int level = 0; level < levels; level++) {
            position.append(level == 0 ? '-' : '.').append(ports.get(level));
        }
        return new UsbPlace(position.toString(), LibUsb.getDeviceAddress(device),
                Short.toUnsignedInt(descriptor.idVendor()), Short.toUnsignedInt(descriptor.idProduct()),
                interfaceOf(device).isPresent());
    }

    private static UsbLink open(String asker, UsbPlace place, Device device) throws DeviceException {
        var handle = new DeviceHandle();
        int result = LibUsb.open(device, handle);
        if (result != LibUsb.SUCCESS) {
            throw failure(asker, place, "opened", result);
        }
        int number = interfaceOf(device).orElse(USUAL_INTERFACE);
        // a driver of the kernel lets go while we have it
        LibUsb.setAutoDetachKernelDriver(handle, true);
        int claim = LibUsb.claimInterface(handle, number);
        if (claim != LibUsb.SUCCESS) {
            LibUsb.close(handle);
            throw failure(asker, place, "claimed", claim);
        }
        return new Usb4JavaLink(handle, number);
    }

    /// The interface that has both pipes; the usual one where the device cannot be asked.
    private static OptionalInt interfaceOf(Device device) {
        var config = new ConfigDescriptor();
        if (LibUsb.getActiveConfigDescriptor(device, config) != LibUsb.SUCCESS) {
            return OptionalInt.of(USUAL_INTERFACE);
        }
        try {
            for (Interface each : config.iface()) {
                for (InterfaceDescriptor setting : each.altsetting()) {
                    if (hasPipes(setting)) {
                        return OptionalInt.of(Byte.toUnsignedInt(setting.bInterfaceNumber()));
                    }
                }
            }
            return OptionalInt.empty();
        } finally {
            LibUsb.freeConfigDescriptor(config);
        }
    }

    private static boolean hasPipes(InterfaceDescriptor setting) {
        boolean in = false;
        boolean out = false;
        for (EndpointDescriptor endpoint : setting.endpoint()) {
            in |= endpoint.bEndpointAddress() == Usb4JavaLink.IN;
            out |= endpoint.bEndpointAddress() == Usb4JavaLink.OUT;
        }
        return in && out;
    }

    private static DeviceException failure(String asker, UsbPlace place, String what, int result) {
        return switch (result) {
            case LibUsb.ERROR_ACCESS ->
                new DeviceException.Refused(asker, place + ": " + UsbRule.advice(place.vendor()));
            case LibUsb.ERROR_BUSY ->
                new DeviceException.Refused(asker, "%s is in use by %s".formatted(place,
                        UsbKernel.ofThisMachine().user(place).orElse("another program")));
            case LibUsb.ERROR_NO_DEVICE, LibUsb.ERROR_NOT_FOUND ->
                new DeviceException.Lost(asker, "%s was unplugged while it was opened".formatted(place));
            default -> new DeviceException.Refused(asker,
                    "%s cannot be %s: %s".formatted(place, what, LibUsb.errorName(result)));
        };
    }
}
